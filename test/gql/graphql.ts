/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What happened: exactly one of these. */
export type ActivityData =
  {   /** Something was done about it. */
  caseActed: CaseActedInput; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never;   /** It is known what was wrong. */
  caseAnalysed: CaseAnalysedInput; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never;   /** A case of the customer was given to somebody. */
  caseAssigned: CaseAssignedInput; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never;   /** The customer was told what was done, which ends the case. */
  caseTold: CaseToldInput; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never;   /** A person answered the complaint. */
  complaintAnswered: ComplaintAnsweredInput; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never;   /** The customer complained. */
  complaintOpened: ComplaintOpenedInput; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never;   /** The customer was not content with how it was resolved. */
  complaintReopened: ComplaintReopenedInput; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never;   /** The complaint was resolved. */
  complaintResolved: ComplaintResolvedInput; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never;   /** The customer was in touch, or looked at what we sent or published. */
  interaction: InteractionInput; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never;   /** The customer took an offer. It counts for the open offer of this key, and for nothing when there is none. */
  offerRedeemed: OfferRedeemedInput; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never;   /** The customer ended the plan. */
  planCancelled: PlanCancelledInput; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never;   /** The customer moved to a lower plan. */
  planDowngraded: PlanDowngradedInput; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never;   /** A new term of the plan began. */
  planRenewed: PlanRenewedInput; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never;   /** A plan began; its first term runs from now. */
  planStarted: PlanStartedInput; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never;   /** The customer moved to a higher plan. */
  planUpgraded: PlanUpgradedInput; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never;   /** The customer bought something. */
  purchase: PurchaseInput; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never;   /** The customer rated something, on the scale given. */
  rating: RatingInput; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never;   /** The person who was referred became a customer. */
  referralConverted: ReferralConvertedInput; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never;   /** The customer recommended us to somebody. */
  referralMade: ReferralMadeInput; refund?: never; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never;   /** The customer got money back, for all or part of a purchase. */
  refund: RefundInput; surveyAnswer?: never; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never;   /** The customer answered a question of a survey. */
  surveyAnswer: SurveyAnswerInput; surveyInvited?: never; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never;   /** The customer was invited to answer a survey. */
  surveyInvited: SurveyInvitedInput; touchpointReached?: never; }
  |  { caseActed?: never; caseAnalysed?: never; caseAssigned?: never; caseTold?: never; complaintAnswered?: never; complaintOpened?: never; complaintReopened?: never; complaintResolved?: never; interaction?: never; offerRedeemed?: never; planCancelled?: never; planDowngraded?: never; planRenewed?: never; planStarted?: never; planUpgraded?: never; purchase?: never; rating?: never; referralConverted?: never; referralMade?: never; refund?: never; surveyAnswer?: never; surveyInvited?: never;   /** The customer came to a point at which we may ask how it was: a delivery, a visit, a call. */
  touchpointReached: TouchpointReachedInput; };

/** Something that a customer did or said. */
export type ActivityInput = {
  /** What happened. */
  activity: ActivityData;
  /** Who did it. */
  customer: CustomerReference;
  /** Your key of the activity, unique for the customer and source. The same activity sent again is a duplicate. */
  key: string;
  /** When it happened; left out: now. */
  occurredAt?: string | null | undefined;
  /** The system it comes from. */
  source?: string | null | undefined;
};

/** What became of an activity. */
export type ActivityStatus =
  /** It was recorded. */
  | 'ACCEPTED'
  /** It had been recorded before; nothing changed. */
  | 'DUPLICATE'
  /** It was not recorded; `issues` says why. */
  | 'REJECTED';

/** Something was done about it. */
export type CaseActedInput = {
  /** Who did it. At most 200 characters. */
  by?: string | null | undefined;
  /** Id of the case, as the changes and the API tell it. At most 36 characters. */
  case: string;
  /** What there is to say about it. At most 5000 characters. */
  note?: string | null | undefined;
  /** What it is about, as a word of yours: "late-delivery". At most 64 characters. */
  theme?: string | null | undefined;
};

/** It is known what was wrong. */
export type CaseAnalysedInput = {
  /** Who did it. At most 200 characters. */
  by?: string | null | undefined;
  /** Id of the case, as the changes and the API tell it. At most 36 characters. */
  case: string;
  /** What there is to say about it. At most 5000 characters. */
  note?: string | null | undefined;
  /** What it is about, as a word of yours: "late-delivery". At most 64 characters. */
  theme?: string | null | undefined;
};

/** A case of the customer was given to somebody. */
export type CaseAssignedInput = {
  /** Who did it. At most 200 characters. */
  by?: string | null | undefined;
  /** Id of the case, as the changes and the API tell it. At most 36 characters. */
  case: string;
  /** Who looks after it as far as the caller knows, or "" for nobody; it is refused when somebody else does. At most 100 characters. */
  insteadOf?: string | null | undefined;
  /** Team or role that looks after it. At most 100 characters. */
  owner: string;
};

/** The customer was told what was done, which ends the case. */
export type CaseToldInput = {
  /** Who did it. At most 200 characters. */
  by?: string | null | undefined;
  /** Id of the case, as the changes and the API tell it. At most 36 characters. */
  case: string;
  /** What there is to say about it. At most 5000 characters. */
  note?: string | null | undefined;
};

/** What brought a change about. */
export type CauseBy =
  /** Something was done by hand. */
  | 'ACTION'
  /** An activity was recorded. */
  | 'ACTIVITY'
  /** What became of deliveries to a webhook endpoint. */
  | 'DELIVERY'
  /** A person was erased. */
  | 'ERASURE'
  /** A metric was added. */
  | 'METRIC'
  /** The profile of the customer was edited. */
  | 'PROFILE'
  /** A version of the rule set was published. */
  | 'PUBLISH'
  /** Nothing but time passed. */
  | 'TIME';

/** What kind of difference a change is. */
export type ChangeType =
  /** A customer is to be told what was done about what they said: hand it to your mailer. */
  | 'ANNOUNCEMENT_MADE'
  /** A case was given to somebody. */
  | 'CASE_ASSIGNED'
  /** The customer was told what was done about it, which ends the case. */
  | 'CASE_CLOSED'
  /** A case is late. */
  | 'CASE_ESCALATED'
  /** A case has come further. */
  | 'CASE_MOVED'
  /** Somebody has to look after what a customer said. */
  | 'CASE_OPENED'
  /** The customer said so again while the case was open. */
  | 'CASE_REPEATED'
  /** A sign that a customer may leave is gone. */
  | 'CHURN_SIGNAL_CLEARED'
  /** There is a sign that a customer may leave. */
  | 'CHURN_SIGNAL_RAISED'
  /** A person was erased: delete what you keep of them. Find it by the id of the customer, which stays. */
  | 'CUSTOMER_ERASED'
  /** A customer is to be asked for something that follows from what they said: hand it to your mailer. */
  | 'FOLLOW_UP_ASKED'
  /** A customer does not want an offer. */
  | 'OFFER_DISMISSED'
  /** An offer expired, and nobody had redeemed it. */
  | 'OFFER_EXPIRED'
  /** An offer was made to a customer: tell it by the channel, or show it when the customer comes by. */
  | 'OFFER_MADE'
  /** A customer redeemed an offer. */
  | 'OFFER_REDEEMED'
  /** The purchase for which an offer was redeemed was refunded. */
  | 'OFFER_RETURNED'
  /** A customer got points; they may be pending at first. */
  | 'POINTS_EARNED'
  /** Points of a customer expired. */
  | 'POINTS_EXPIRED'
  /** What had earned points was given back: points are taken back, or owed when they were spent. */
  | 'POINTS_REVERSED'
  /** A customer gave points away: for a reward, to somebody else, or by hand. */
  | 'POINTS_SPENT'
  /** A customer is in another quadrant of satisfaction and retention. */
  | 'QUADRANT_CHANGED'
  /** A customer redeemed a reward: hand it out. */
  | 'REWARD_REDEEMED'
  /** A version that was being rolled out was stopped by a guard, and what held before holds again. */
  | 'RULE_SET_ROLLED_BACK'
  /** A version that was scheduled will not be published by itself: look at it, and schedule it again. */
  | 'RULE_SET_SUSPENDED'
  /** A customer became a member of a segment. */
  | 'SEGMENT_ENTERED'
  /** A customer is no longer a member of a segment. */
  | 'SEGMENT_LEFT'
  /** A customer is in another stage of its life with the account. */
  | 'STAGE_CHANGED'
  /** A customer is invited to a survey: send the link by the channel, in the language. */
  | 'SURVEY_INVITED'
  /** A customer moved to another loyalty tier, into one, or out of all. */
  | 'TIER_CHANGED'
  /** A webhook endpoint gets no deliveries any more; what it misses is kept until it is enabled again. */
  | 'WEBHOOK_DISABLED'
  /** A webhook endpoint gets deliveries again, from where it was disabled. */
  | 'WEBHOOK_ENABLED';

/** A person answered the complaint. */
export type ComplaintAnsweredInput = {
  /** Your key of the complaint; all activities with the same key tell its story. */
  complaint: string;
};

/** The customer complained. */
export type ComplaintOpenedInput = {
  /** Your key of the complaint; all activities with the same key tell its story. */
  complaint: string;
  /** What the customer wrote. */
  text?: string | null | undefined;
  /** What it is about, as a word of yours: "delivery". */
  topic?: string | null | undefined;
};

/** The customer was not content with how it was resolved. */
export type ComplaintReopenedInput = {
  /** Your key of the complaint; all activities with the same key tell its story. */
  complaint: string;
};

/** The complaint was resolved. */
export type ComplaintResolvedInput = {
  /** Your key of the complaint; all activities with the same key tell its story. */
  complaint: string;
  /** Whether it was resolved at the first contact. */
  firstContact?: boolean | null | undefined;
};

/** Why somebody is contacted. */
export type ContactPurpose =
  /** To come back to what they said. */
  | 'FOLLOW_UP'
  /** To offer something. */
  | 'OFFER'
  /** To ask how satisfied they are. */
  | 'SURVEY';

/** Why there is no contact. */
export type ContactRefusalReason =
  /** The person was erased. */
  | 'CUSTOMER_ERASED'
  /** Its time ran out before it could be asked. */
  | 'EXPIRED'
  /** There were as many contacts as the policy allows in such a time. */
  | 'LIMIT_REACHED'
  /** The customer is not one of those whom the survey asks. */
  | 'NOT_ELIGIBLE'
  /** The invitation could not be recorded. */
  | 'NOT_RECORDED'
  /** There is no way that both the account and the wish allow. */
  | 'NO_CHANNEL'
  /** The customer does not want to be contacted for this, or was not asked whether they do. */
  | 'NO_CONSENT'
  /** It is night where the customer lives. */
  | 'QUIET_HOURS'
  /** The survey has as many responses as it wants. */
  | 'QUOTA_FULL'
  /** The survey is not published any more. */
  | 'SURVEY_ENDED'
  /** There was a contact of the same category not long ago. */
  | 'WAITING_TIME';

/** Names a customer: by the id of this API, or by your own. A new externalId makes a new customer. */
export type CustomerReference =
  {   /** Your own id of the customer, 1 to 200 characters. */
  externalId: string; id?: never; }
  |  { externalId?: never;   /** The id of this API. */
  id: string; };

/** What a guard counts. */
export type GuardedMove =
  /** Customers who fell, where outcomes have an order. */
  | 'DOWN'
  /** Customers for whom an outcome began. */
  | 'ENTERED'
  /** Customers for whom an outcome ended. */
  | 'LEFT'
  /** Customers who rose, where outcomes have an order. */
  | 'UP';

/** Where it happened. */
export type InteractionChannel =
  /** In rules and metrics: "app". */
  | 'APP'
  /** In rules and metrics: "call". */
  | 'CALL'
  /** In rules and metrics: "chat". */
  | 'CHAT'
  /** In rules and metrics: "email". */
  | 'EMAIL'
  /** In rules and metrics: "social". */
  | 'SOCIAL'
  /** In rules and metrics: "web". */
  | 'WEB';

/** The customer was in touch, or looked at what we sent or published. */
export type InteractionInput = {
  /** Your key of the content, campaign or message: "spring-letter". */
  campaign?: string | null | undefined;
  /** Where it happened. */
  channel: InteractionChannel;
  /** The content or message itself. */
  content?: string | null | undefined;
  /** How long it took. In milliseconds. At least 0. */
  duration?: number | null | undefined;
  /** What the customer did. */
  type: InteractionType;
};

/** What the customer did. */
export type InteractionType =
  /** In rules and metrics: "click". */
  | 'CLICK'
  /** In rules and metrics: "comment". */
  | 'COMMENT'
  /** In rules and metrics: "content". */
  | 'CONTENT'
  /** In rules and metrics: "conversation". */
  | 'CONVERSATION'
  /** In rules and metrics: "like". */
  | 'LIKE'
  /** In rules and metrics: "login". */
  | 'LOGIN'
  /** In rules and metrics: "open". */
  | 'OPEN'
  /** In rules and metrics: "reply". */
  | 'REPLY'
  /** In rules and metrics: "share". */
  | 'SHARE';

/** One of the things that a purchase was made of. */
export type ItemInput = {
  /** Price of all of them together, in minor units. */
  amountMinor?: number | null | undefined;
  /** How many, or how much. */
  quantity: number;
  /** Your key of the article. */
  sku: string;
};

/** An amount in the smallest unit of its currency: 1250 with "EUR" is 12.50 euro. */
export type MoneyInput = {
  /** Amount in minor units. */
  amountMinor: number;
  /** ISO 4217 code; the currency of this account. */
  currencyCode: string;
};

/** What somebody is by how likely they are to recommend us. */
export type NpsBand =
  /** 0 to 6. */
  | 'DETRACTOR'
  /** 7 or 8. */
  | 'PASSIVE'
  /** 9 or 10. */
  | 'PROMOTER';

/** The customer took an offer. It counts for the open offer of this key, and for nothing when there is none. */
export type OfferRedeemedInput = {
  /** Key of the offer. At most 64 characters. */
  offer: string;
  /** The key of the purchase it was taken for (same source); when all of it is refunded, the offer comes back. */
  purchaseKey?: string | null | undefined;
};

/** The customer ended the plan. */
export type PlanCancelledInput = {
  /** Your key of the plan (the contract or subscription). */
  plan: string;
  /** Why, in the words of the customer. */
  reason?: string | null | undefined;
  /** Why, as a word of yours: "too-expensive". */
  reasonCode?: string | null | undefined;
};

/** The customer moved to a lower plan. */
export type PlanDowngradedInput = {
  /** Name of the new plan. */
  name?: string | null | undefined;
  /** Your key of the plan (the contract or subscription). */
  plan: string;
  /** New price of one term. */
  value: MoneyInput;
};

/** A new term of the plan began. */
export type PlanRenewedInput = {
  /** How long one term of the plan lasts. */
  period?: PlanRenewedPeriod | null | undefined;
  /** Your key of the plan (the contract or subscription). */
  plan: string;
  /** Price of one term, when it changed. */
  value?: MoneyInput | null | undefined;
};

/** How long one term of the plan lasts. */
export type PlanRenewedPeriod =
  /** In rules and metrics: "month". */
  | 'MONTH'
  /** In rules and metrics: "quarter". */
  | 'QUARTER'
  /** In rules and metrics: "year". */
  | 'YEAR';

/** A plan began; its first term runs from now. */
export type PlanStartedInput = {
  /** Name of the plan. */
  name?: string | null | undefined;
  /** How long one term of the plan lasts. */
  period: PlanStartedPeriod;
  /** Your key of the plan (the contract or subscription). */
  plan: string;
  /** Price of one term. */
  value: MoneyInput;
};

/** How long one term of the plan lasts. */
export type PlanStartedPeriod =
  /** In rules and metrics: "month". */
  | 'MONTH'
  /** In rules and metrics: "quarter". */
  | 'QUARTER'
  /** In rules and metrics: "year". */
  | 'YEAR';

/** The customer moved to a higher plan. */
export type PlanUpgradedInput = {
  /** Name of the new plan. */
  name?: string | null | undefined;
  /** Your key of the plan (the contract or subscription). */
  plan: string;
  /** New price of one term. */
  value: MoneyInput;
};

/** Why points moved. */
export type PointsEntryKind =
  /** Given or taken by hand. */
  | 'ADJUSTED'
  /** Owed, because they were spent and what had earned them was given back. */
  | 'CLAWED_BACK'
  /** Earned by an activity; pending at first where the programme says so. */
  | 'EARNED'
  /** Not spent in time. */
  | 'EXPIRED'
  /** Pending points became points to spend. */
  | 'MATURED'
  /** Transferred by another customer. */
  | 'RECEIVED'
  /** Paid off what was owed. */
  | 'REPAID'
  /** Put back into the lot that they had been taken from. */
  | 'RESTORED'
  /** Taken back, because what had earned them was given back. */
  | 'REVERSED'
  /** Transferred to another customer. */
  | 'SENT'
  /** Spent on a reward. */
  | 'SPENT';

/** The preview that you have seen: nothing is published but what it has shown. */
export type PreviewProofInput = {
  /** Its hash. */
  hash: string;
  /** Id of the preview. */
  id: string;
  /** The share of the customers who may have moved since, from 0 to 1. */
  mostMoved?: number | null | undefined;
};

/** Which version is to hold. */
export type PublishRuleSetInput = {
  /** Why now. */
  comment?: string | null | undefined;
  /** Key of the rule set. */
  key: string;
  /** Number of the version. */
  number: number;
  /** The preview that you have seen. */
  preview?: PreviewProofInput | null | undefined;
  /** For whom it is to hold first; left out: for everybody. */
  rollout?: RolloutInput | null | undefined;
};

/** Where it happened. */
export type PurchaseChannel =
  /** In rules and metrics: "online". */
  | 'ONLINE'
  /** In rules and metrics: "phone". */
  | 'PHONE'
  /** In rules and metrics: "store". */
  | 'STORE';

/** The customer bought something. */
export type PurchaseInput = {
  /** What the customer paid, before any refund. */
  amount: MoneyInput;
  /** Where it happened. */
  channel?: PurchaseChannel | null | undefined;
  /** What was bought; at most 200 items. */
  items?: Array<ItemInput> | null | undefined;
  /** Shop, site or country where it was bought. */
  store?: string | null | undefined;
};

/** The customer rated something, on the scale given. */
export type RatingInput = {
  /** Highest value of the scale. */
  scaleMax: number;
  /** Lowest value of the scale. */
  scaleMin: number;
  /** The rating. */
  score: number;
  /** What was rated. */
  subject?: string | null | undefined;
};

/** What happened. */
export type RecordActivitiesInput = {
  /** 1 to 1000, for any number of customers. */
  activities: Array<ActivityInput>;
};

/** The person who was referred became a customer. */
export type ReferralConvertedInput = {
  /** Your key of the referral. */
  referral: string;
};

/** The customer recommended us to somebody. */
export type ReferralMadeInput = {
  /** How it was sent. */
  channel?: string | null | undefined;
  /** Your key of the referral. */
  referral: string;
};

/** The customer got money back, for all or part of a purchase. */
export type RefundInput = {
  /** What the customer got back. */
  amount: MoneyInput;
  /** The key of the purchase (same source). All refunds of a purchase together cannot exceed it. */
  purchaseKey?: string | null | undefined;
  /** Why, in the words of the customer. */
  reason?: string | null | undefined;
  /** Why, as a word of yours: "damaged". */
  reasonCode?: string | null | undefined;
};

/** What stops a rollout, and goes back to the version before. */
export type RolloutGuardInput = {
  /** The only outcome that counts; left out: any. */
  key?: string | null | undefined;
  /** As many are allowed. */
  most: number;
  /** What is counted. */
  when: GuardedMove;
};

/** For whom a version is to hold first, while the version before holds for the others. Who is in a share follows from the customer, so who is in a small one is in every larger one. */
export type RolloutInput = {
  /** What stops it. */
  guards?: Array<RolloutGuardInput> | null | undefined;
  /** A share of the customers, 0 to 100; left out: all. */
  percent?: number | null | undefined;
  /** Key of a published segment: its members only. */
  segment?: string | null | undefined;
  /** When that ends for everybody: their next review, for instance. */
  until?: string | null | undefined;
  /** Whoever holds something better keeps it as long as the version before says so. */
  upgradesOnly?: boolean | null | undefined;
};

/** A document to keep as a new version of a rule set. */
export type SaveRuleSetInput = {
  /** Number of the version that you edited, 0 for none: nothing is overwritten unseen. Left out: the newest. */
  baseVersion?: number | null | undefined;
  /** Whether newer versions are known and stay beside this one, such as one that is scheduled. */
  beside?: boolean | null | undefined;
  /** What this version is about. */
  comment?: string | null | undefined;
  /** Key of the rule set: lower-case words joined by hyphens. A new one makes a new rule set. */
  key: string;
  /** Key of its kind; stays as it is in the first version. */
  kind: string;
  /** The document: JSON text. */
  source: string;
  /** Name for people. */
  title: string;
};

/** The customer answered a question of a survey. */
export type SurveyAnswerInput = {
  /** By which channel it was answered: "email", "chat", "store". At most 32 characters. */
  channel?: string | null | undefined;
  /** The answer, when it is one of the options: its key; of several options, their keys with commas between. */
  choice?: string | null | undefined;
  /** Whether the response is finished with this answer. */
  complete?: boolean | null | undefined;
  /** The id of the invitation that is answered. */
  invitation?: string | null | undefined;
  /** Whether it is about something that happened online. */
  online?: boolean | null | undefined;
  /** Key of the question. At most 64 characters. */
  question: string;
  /** Your key of the response: all answers that were given in one go. Left out: the answer is a response by itself. */
  response?: string | null | undefined;
  /** The answer, when it is a number. */
  score?: number | null | undefined;
  /** Shop, site or country that it is about. At most 200 characters. */
  store?: string | null | undefined;
  /** Key of the survey. At most 64 characters. */
  survey: string;
  /** The answer, when it is text. At most 5000 characters. */
  text?: string | null | undefined;
  /** The point it is about, as a word of yours: "delivery". At most 64 characters. */
  touchpoint?: string | null | undefined;
  /** The round of a periodic survey: "2026-11". At most 32 characters. */
  wave?: string | null | undefined;
  /** How much the response counts in figures over many; left out: 1. At least 0. */
  weight?: number | null | undefined;
};

/** What became of a wish to ask. */
export type SurveyAskState =
  /** The customer is invited. */
  | 'INVITED'
  /** It ended without an invitation. */
  | 'PASSED'
  /** It was refused for now, and is asked again at `nextAt`. */
  | 'REFUSED'
  /** Its time has not come yet. */
  | 'WAITING';

/** The customer was invited to answer a survey. */
export type SurveyInvitedInput = {
  /** How it is sent: "email". */
  channel?: string | null | undefined;
  /** Id of the invitation. */
  invitation: string;
  /** Key of the survey. */
  survey: string;
  /** The point it asks about, as a word of yours: "delivery". */
  touchpoint?: string | null | undefined;
  /** The round of a periodic survey. */
  wave?: string | null | undefined;
};

/** Where it happened. */
export type TouchpointReachedChannel =
  /** In rules and metrics: "online". */
  | 'ONLINE'
  /** In rules and metrics: "phone". */
  | 'PHONE'
  /** In rules and metrics: "store". */
  | 'STORE';

/** The customer came to a point at which we may ask how it was: a delivery, a visit, a call. */
export type TouchpointReachedInput = {
  /** Where it happened. */
  channel?: TouchpointReachedChannel | null | undefined;
  /** Shop, site or country where it was. At most 200 characters. */
  store?: string | null | undefined;
  /** The point, as a word of yours: "delivery". At most 64 characters. */
  touchpoint: string;
};

export type WholeCustomerFragment = { id: string, externalId: string, joinedAt: string | null, locale: string | null, timeZone: string | null, attributes: Array<{ key: string, string: string | null }>, personalAttributes: Array<{ key: string, string: string | null }>, metrics: { ordersEver: number | null, lastNps: number | null, openComplaints: number | null, spendEver: { amount: string, currencyCode: string } | null }, segments: Array<{ key: string, since: string, why: Array<unknown>, segment: { title: string } }>, tier: { key: string, since: string, why: Array<unknown> } | null, tierProgress: Array<{ tierKey: string, text: string | null }>, points: Array<{ programme: string, balance: number, pending: number, nextExpiryAt: string | null, entries: { nodes: Array<{ kind: PointsEntryKind, points: number }> } }>, outcomes: Array<{ key: string, ruleSetKey: string }>, satisfaction: { responses: number, invitations: number, responseRate: number | null, nps: { last: number | null, band: NpsBand | null }, csatByTouchpoint: Array<{ touchpoint: string | null, last: number }>, comments: { positive: number } }, surveyAsks: { nodes: Array<{ survey: string, state: SurveyAskState, invitation: { expiresAt: string } | null }> }, surveyResponses: { nodes: Array<{ survey: string, invited: boolean, answers: Array<{ question: string, score: number | null, text: string | null }> }> }, contacts: { nodes: Array<{ purpose: ContactPurpose, channel: string }> }, contactRefusals: { nodes: Array<{ purpose: ContactPurpose, reason: ContactRefusalReason }> }, contactPreferences: Array<{ purpose: ContactPurpose, consent: boolean | null }>, activities: { totalCount: number, nodes: Array<
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
      | { kind: string, occurredAt: string }
    >, pageInfo: { hasNextPage: boolean } } };

export type WholeCustomerPageQueryVariables = Exact<{
  who: string;
}>;


export type WholeCustomerPageQuery = { customer: { id: string, externalId: string, joinedAt: string | null, locale: string | null, timeZone: string | null, attributes: Array<{ key: string, string: string | null }>, personalAttributes: Array<{ key: string, string: string | null }>, metrics: { ordersEver: number | null, lastNps: number | null, openComplaints: number | null, spendEver: { amount: string, currencyCode: string } | null }, segments: Array<{ key: string, since: string, why: Array<unknown>, segment: { title: string } }>, tier: { key: string, since: string, why: Array<unknown> } | null, tierProgress: Array<{ tierKey: string, text: string | null }>, points: Array<{ programme: string, balance: number, pending: number, nextExpiryAt: string | null, entries: { nodes: Array<{ kind: PointsEntryKind, points: number }> } }>, outcomes: Array<{ key: string, ruleSetKey: string }>, satisfaction: { responses: number, invitations: number, responseRate: number | null, nps: { last: number | null, band: NpsBand | null }, csatByTouchpoint: Array<{ touchpoint: string | null, last: number }>, comments: { positive: number } }, surveyAsks: { nodes: Array<{ survey: string, state: SurveyAskState, invitation: { expiresAt: string } | null }> }, surveyResponses: { nodes: Array<{ survey: string, invited: boolean, answers: Array<{ question: string, score: number | null, text: string | null }> }> }, contacts: { nodes: Array<{ purpose: ContactPurpose, channel: string }> }, contactRefusals: { nodes: Array<{ purpose: ContactPurpose, reason: ContactRefusalReason }> }, contactPreferences: Array<{ purpose: ContactPurpose, consent: boolean | null }>, activities: { totalCount: number, nodes: Array<
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
        | { kind: string, occurredAt: string }
      >, pageInfo: { hasNextPage: boolean } } } | null };

export type WholeCustomerPagesQueryVariables = Exact<{
  first: number;
}>;


export type WholeCustomerPagesQuery = { customers: { nodes: Array<{ id: string, externalId: string, joinedAt: string | null, locale: string | null, timeZone: string | null, attributes: Array<{ key: string, string: string | null }>, personalAttributes: Array<{ key: string, string: string | null }>, metrics: { ordersEver: number | null, lastNps: number | null, openComplaints: number | null, spendEver: { amount: string, currencyCode: string } | null }, segments: Array<{ key: string, since: string, why: Array<unknown>, segment: { title: string } }>, tier: { key: string, since: string, why: Array<unknown> } | null, tierProgress: Array<{ tierKey: string, text: string | null }>, points: Array<{ programme: string, balance: number, pending: number, nextExpiryAt: string | null, entries: { nodes: Array<{ kind: PointsEntryKind, points: number }> } }>, outcomes: Array<{ key: string, ruleSetKey: string }>, satisfaction: { responses: number, invitations: number, responseRate: number | null, nps: { last: number | null, band: NpsBand | null }, csatByTouchpoint: Array<{ touchpoint: string | null, last: number }>, comments: { positive: number } }, surveyAsks: { nodes: Array<{ survey: string, state: SurveyAskState, invitation: { expiresAt: string } | null }> }, surveyResponses: { nodes: Array<{ survey: string, invited: boolean, answers: Array<{ question: string, score: number | null, text: string | null }> }> }, contacts: { nodes: Array<{ purpose: ContactPurpose, channel: string }> }, contactRefusals: { nodes: Array<{ purpose: ContactPurpose, reason: ContactRefusalReason }> }, contactPreferences: Array<{ purpose: ContactPurpose, consent: boolean | null }>, activities: { totalCount: number, nodes: Array<
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
          | { kind: string, occurredAt: string }
        >, pageInfo: { hasNextPage: boolean } } }> } };

export type RecordMutationVariables = Exact<{
  input: RecordActivitiesInput;
}>;


export type RecordMutation = { recordActivities:
    | { __typename: 'OverloadedError', code: string, message: string }
    | { __typename: 'RecordActivitiesSuccess', results: Array<{ status: ActivityStatus, issues: Array<{ path: Array<string>, code: string, message: string }> }>, customers: Array<{ externalId: string, metrics: { ordersLast30Days: number | null, spendEver: { amount: string, currencyCode: string } | null }, segments: Array<{ key: string, since: string }>, tier: { key: string } | null }> }
    | { __typename: 'ValidationError', code: string, message: string }
   };

export type SaveMutationVariables = Exact<{
  input: SaveRuleSetInput;
}>;


export type SaveMutation = { saveRuleSet:
    | { __typename: 'ConflictError' }
    | { __typename: 'SaveRuleSetSuccess', version: { number: number } }
    | { __typename: 'ValidationError', issues: Array<{ path: Array<string>, code: string, message: string }> }
    | { __typename: 'VersionConflictError' }
   };

export type PublishMutationVariables = Exact<{
  input: PublishRuleSetInput;
}>;


export type PublishMutation = { publishRuleSet:
    | { __typename: 'ConflictError', code: string, message: string }
    | { __typename: 'NotFoundError', code: string, message: string }
    | { __typename: 'PublishRuleSetSuccess', job: { id: string, kind: string } }
    | { __typename: 'ValidationError', code: string, message: string }
   };

export type ChangesQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ChangesQuery = { changes: { edges: Array<{ cursor: string, node:
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { segmentKey: string, type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { fromTier: string | null, toTier: string | null, type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
        | { type: ChangeType, changeSeq: number, customer: { externalId: string } | null, cause: { by: CauseBy } }
       }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const WholeCustomerFragmentDoc = new TypedDocumentString(`
    fragment WholeCustomer on Customer {
  id
  externalId
  joinedAt
  locale
  timeZone
  attributes {
    key
    string
  }
  personalAttributes {
    key
    string
  }
  metrics {
    ordersEver
    spendEver {
      amount
      currencyCode
    }
    lastNps
    openComplaints
  }
  segments {
    key
    since
    why
    segment {
      title
    }
  }
  tier {
    key
    since
    why
  }
  tierProgress {
    tierKey
    text
  }
  points {
    programme
    balance
    pending
    nextExpiryAt
    entries(first: 3) {
      nodes {
        kind
        points
      }
    }
  }
  outcomes {
    key
    ruleSetKey
  }
  satisfaction {
    nps {
      last
      band
    }
    csatByTouchpoint {
      touchpoint
      last
    }
    responses
    invitations
    responseRate
    comments {
      positive
    }
  }
  surveyAsks(first: 3) {
    nodes {
      survey
      state
      invitation {
        expiresAt
      }
    }
  }
  surveyResponses(first: 3) {
    nodes {
      survey
      invited
      answers {
        question
        score
        text
      }
    }
  }
  contacts(first: 3) {
    nodes {
      purpose
      channel
    }
  }
  contactRefusals(first: 3) {
    nodes {
      purpose
      reason
    }
  }
  contactPreferences {
    purpose
    consent
  }
  activities(first: 4) {
    totalCount
    nodes {
      kind
      occurredAt
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"fragmentName":"WholeCustomer"}) as unknown as TypedDocumentString<WholeCustomerFragment, unknown>;
export const WholeCustomerPageDocument = new TypedDocumentString(`
    query WholeCustomerPage($who: String!) {
  customer(by: { externalId: $who }) {
    ...WholeCustomer
  }
}
    fragment WholeCustomer on Customer {
  id
  externalId
  joinedAt
  locale
  timeZone
  attributes {
    key
    string
  }
  personalAttributes {
    key
    string
  }
  metrics {
    ordersEver
    spendEver {
      amount
      currencyCode
    }
    lastNps
    openComplaints
  }
  segments {
    key
    since
    why
    segment {
      title
    }
  }
  tier {
    key
    since
    why
  }
  tierProgress {
    tierKey
    text
  }
  points {
    programme
    balance
    pending
    nextExpiryAt
    entries(first: 3) {
      nodes {
        kind
        points
      }
    }
  }
  outcomes {
    key
    ruleSetKey
  }
  satisfaction {
    nps {
      last
      band
    }
    csatByTouchpoint {
      touchpoint
      last
    }
    responses
    invitations
    responseRate
    comments {
      positive
    }
  }
  surveyAsks(first: 3) {
    nodes {
      survey
      state
      invitation {
        expiresAt
      }
    }
  }
  surveyResponses(first: 3) {
    nodes {
      survey
      invited
      answers {
        question
        score
        text
      }
    }
  }
  contacts(first: 3) {
    nodes {
      purpose
      channel
    }
  }
  contactRefusals(first: 3) {
    nodes {
      purpose
      reason
    }
  }
  contactPreferences {
    purpose
    consent
  }
  activities(first: 4) {
    totalCount
    nodes {
      kind
      occurredAt
    }
    pageInfo {
      hasNextPage
    }
  }
}`, {"hash":"sha256:d9533715a1821e081638dcdd5d630add3bfbac19499b7d17d7c81dc11b972b8e"}) as unknown as TypedDocumentString<WholeCustomerPageQuery, WholeCustomerPageQueryVariables>;
export const WholeCustomerPagesDocument = new TypedDocumentString(`
    query WholeCustomerPages($first: Int!) {
  customers(first: $first) {
    nodes {
      ...WholeCustomer
    }
  }
}
    fragment WholeCustomer on Customer {
  id
  externalId
  joinedAt
  locale
  timeZone
  attributes {
    key
    string
  }
  personalAttributes {
    key
    string
  }
  metrics {
    ordersEver
    spendEver {
      amount
      currencyCode
    }
    lastNps
    openComplaints
  }
  segments {
    key
    since
    why
    segment {
      title
    }
  }
  tier {
    key
    since
    why
  }
  tierProgress {
    tierKey
    text
  }
  points {
    programme
    balance
    pending
    nextExpiryAt
    entries(first: 3) {
      nodes {
        kind
        points
      }
    }
  }
  outcomes {
    key
    ruleSetKey
  }
  satisfaction {
    nps {
      last
      band
    }
    csatByTouchpoint {
      touchpoint
      last
    }
    responses
    invitations
    responseRate
    comments {
      positive
    }
  }
  surveyAsks(first: 3) {
    nodes {
      survey
      state
      invitation {
        expiresAt
      }
    }
  }
  surveyResponses(first: 3) {
    nodes {
      survey
      invited
      answers {
        question
        score
        text
      }
    }
  }
  contacts(first: 3) {
    nodes {
      purpose
      channel
    }
  }
  contactRefusals(first: 3) {
    nodes {
      purpose
      reason
    }
  }
  contactPreferences {
    purpose
    consent
  }
  activities(first: 4) {
    totalCount
    nodes {
      kind
      occurredAt
    }
    pageInfo {
      hasNextPage
    }
  }
}`, {"hash":"sha256:f19b9afe35793d8bcebf3b877c5e641a5b7366087f4521edc6606a21df8cf453"}) as unknown as TypedDocumentString<WholeCustomerPagesQuery, WholeCustomerPagesQueryVariables>;
export const RecordDocument = new TypedDocumentString(`
    mutation Record($input: RecordActivitiesInput!) {
  recordActivities(input: $input) {
    __typename
    ... on RecordActivitiesSuccess {
      results {
        status
        issues {
          path
          code
          message
        }
      }
      customers {
        externalId
        metrics {
          ordersLast30Days
          spendEver {
            amount
            currencyCode
          }
        }
        segments {
          key
          since
        }
        tier {
          key
        }
      }
    }
    ... on UserError {
      code
      message
    }
  }
}
    `, {"hash":"sha256:a08bb8531c5ebc94689ee96a2a42d4723617aa38c3c854ba135ce71c8da220ab"}) as unknown as TypedDocumentString<RecordMutation, RecordMutationVariables>;
export const SaveDocument = new TypedDocumentString(`
    mutation Save($input: SaveRuleSetInput!) {
  saveRuleSet(input: $input) {
    __typename
    ... on SaveRuleSetSuccess {
      version {
        number
      }
    }
    ... on ValidationError {
      issues {
        path
        code
        message
      }
    }
  }
}
    `, {"hash":"sha256:4fcb6f2d5db9ee88d76ec4eaf1c5cbae194a3031956a393c7e63225b55524e11"}) as unknown as TypedDocumentString<SaveMutation, SaveMutationVariables>;
export const PublishDocument = new TypedDocumentString(`
    mutation Publish($input: PublishRuleSetInput!) {
  publishRuleSet(input: $input) {
    __typename
    ... on PublishRuleSetSuccess {
      job {
        id
        kind
      }
    }
    ... on UserError {
      code
      message
    }
  }
}
    `, {"hash":"sha256:0e2f46c7865aac01e4e54f37092107cbb53f6738d0f05e0a125cd0db3fea6367"}) as unknown as TypedDocumentString<PublishMutation, PublishMutationVariables>;
export const ChangesDocument = new TypedDocumentString(`
    query Changes($after: String) {
  changes(first: 10, after: $after) {
    edges {
      cursor
      node {
        type
        changeSeq
        customer {
          externalId
        }
        cause {
          by
        }
        ... on SegmentEntered {
          segmentKey
        }
        ... on TierChanged {
          fromTier
          toTier
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:c5eb0e0453818ab23f97e8c7ada9f4e4c45c4815419df7f4bde2db18192ca727"}) as unknown as TypedDocumentString<ChangesQuery, ChangesQueryVariables>;