/* eslint-disable */
import * as types from './graphql.ts';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  fragment WholeCustomer on Customer {\n    id externalId joinedAt locale timeZone attributes { key string } personalAttributes { key string }\n    metrics { ordersEver spendEver { amount currencyCode } lastNps openComplaints }\n    segments { key since why segment { title } }\n    tier { key since why }\n    tierProgress { tierKey text }\n    points { programme balance pending nextExpiryAt entries(first: 3) { nodes { kind points } } }\n    outcomes { key ruleSetKey }\n    satisfaction { nps { last band } csatByTouchpoint { touchpoint last } responses invitations responseRate comments { positive } }\n    surveyAsks(first: 3) { nodes { survey state invitation { expiresAt } } }\n    surveyResponses(first: 3) { nodes { survey invited answers { question score text } } }\n    contacts(first: 3) { nodes { purpose channel } }\n    contactRefusals(first: 3) { nodes { purpose reason } }\n    contactPreferences { purpose consent }\n    activities(first: 4) { totalCount nodes { kind occurredAt } pageInfo { hasNextPage } }\n  }\n": typeof types.WholeCustomerFragmentDoc,
    "\n  query WholeCustomerPage($who: String!) { customer(by: { externalId: $who }) { ...WholeCustomer } }\n": typeof types.WholeCustomerPageDocument,
    "\n  query WholeCustomerPages($first: Int!) { customers(first: $first) { nodes { ...WholeCustomer } } }\n": typeof types.WholeCustomerPagesDocument,
    "\n  mutation Record($input: RecordActivitiesInput!) {\n    recordActivities(input: $input) {\n      __typename\n      ... on RecordActivitiesSuccess {\n        results { status issues { path code message } }\n        customers {\n          externalId\n          metrics { ordersLast30Days spendEver { amount currencyCode } }\n          segments { key since }\n          tier { key }\n        }\n      }\n      ... on UserError { code message }\n    }\n  }\n": typeof types.RecordDocument,
    "\n  mutation Save($input: SaveRuleSetInput!) {\n    saveRuleSet(input: $input) {\n      __typename\n      ... on SaveRuleSetSuccess { version { number } }\n      ... on ValidationError { issues { path code message } }\n    }\n  }\n": typeof types.SaveDocument,
    "\n  mutation Publish($input: PublishRuleSetInput!) {\n    publishRuleSet(input: $input) {\n      __typename\n      ... on PublishRuleSetSuccess { job { id kind } }\n      ... on UserError { code message }\n    }\n  }\n": typeof types.PublishDocument,
    "\n  query Changes($after: String) {\n    changes(first: 10, after: $after) {\n      edges {\n        cursor\n        node { type changeSeq customer { externalId } cause { by } ... on SegmentEntered { segmentKey } ... on TierChanged { fromTier toTier } }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": typeof types.ChangesDocument,
};
const documents: Documents = {
    "\n  fragment WholeCustomer on Customer {\n    id externalId joinedAt locale timeZone attributes { key string } personalAttributes { key string }\n    metrics { ordersEver spendEver { amount currencyCode } lastNps openComplaints }\n    segments { key since why segment { title } }\n    tier { key since why }\n    tierProgress { tierKey text }\n    points { programme balance pending nextExpiryAt entries(first: 3) { nodes { kind points } } }\n    outcomes { key ruleSetKey }\n    satisfaction { nps { last band } csatByTouchpoint { touchpoint last } responses invitations responseRate comments { positive } }\n    surveyAsks(first: 3) { nodes { survey state invitation { expiresAt } } }\n    surveyResponses(first: 3) { nodes { survey invited answers { question score text } } }\n    contacts(first: 3) { nodes { purpose channel } }\n    contactRefusals(first: 3) { nodes { purpose reason } }\n    contactPreferences { purpose consent }\n    activities(first: 4) { totalCount nodes { kind occurredAt } pageInfo { hasNextPage } }\n  }\n": types.WholeCustomerFragmentDoc,
    "\n  query WholeCustomerPage($who: String!) { customer(by: { externalId: $who }) { ...WholeCustomer } }\n": types.WholeCustomerPageDocument,
    "\n  query WholeCustomerPages($first: Int!) { customers(first: $first) { nodes { ...WholeCustomer } } }\n": types.WholeCustomerPagesDocument,
    "\n  mutation Record($input: RecordActivitiesInput!) {\n    recordActivities(input: $input) {\n      __typename\n      ... on RecordActivitiesSuccess {\n        results { status issues { path code message } }\n        customers {\n          externalId\n          metrics { ordersLast30Days spendEver { amount currencyCode } }\n          segments { key since }\n          tier { key }\n        }\n      }\n      ... on UserError { code message }\n    }\n  }\n": types.RecordDocument,
    "\n  mutation Save($input: SaveRuleSetInput!) {\n    saveRuleSet(input: $input) {\n      __typename\n      ... on SaveRuleSetSuccess { version { number } }\n      ... on ValidationError { issues { path code message } }\n    }\n  }\n": types.SaveDocument,
    "\n  mutation Publish($input: PublishRuleSetInput!) {\n    publishRuleSet(input: $input) {\n      __typename\n      ... on PublishRuleSetSuccess { job { id kind } }\n      ... on UserError { code message }\n    }\n  }\n": types.PublishDocument,
    "\n  query Changes($after: String) {\n    changes(first: 10, after: $after) {\n      edges {\n        cursor\n        node { type changeSeq customer { externalId } cause { by } ... on SegmentEntered { segmentKey } ... on TierChanged { fromTier toTier } }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n": types.ChangesDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment WholeCustomer on Customer {\n    id externalId joinedAt locale timeZone attributes { key string } personalAttributes { key string }\n    metrics { ordersEver spendEver { amount currencyCode } lastNps openComplaints }\n    segments { key since why segment { title } }\n    tier { key since why }\n    tierProgress { tierKey text }\n    points { programme balance pending nextExpiryAt entries(first: 3) { nodes { kind points } } }\n    outcomes { key ruleSetKey }\n    satisfaction { nps { last band } csatByTouchpoint { touchpoint last } responses invitations responseRate comments { positive } }\n    surveyAsks(first: 3) { nodes { survey state invitation { expiresAt } } }\n    surveyResponses(first: 3) { nodes { survey invited answers { question score text } } }\n    contacts(first: 3) { nodes { purpose channel } }\n    contactRefusals(first: 3) { nodes { purpose reason } }\n    contactPreferences { purpose consent }\n    activities(first: 4) { totalCount nodes { kind occurredAt } pageInfo { hasNextPage } }\n  }\n"): typeof import('./graphql.ts').WholeCustomerFragmentDoc;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WholeCustomerPage($who: String!) { customer(by: { externalId: $who }) { ...WholeCustomer } }\n"): typeof import('./graphql.ts').WholeCustomerPageDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WholeCustomerPages($first: Int!) { customers(first: $first) { nodes { ...WholeCustomer } } }\n"): typeof import('./graphql.ts').WholeCustomerPagesDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Record($input: RecordActivitiesInput!) {\n    recordActivities(input: $input) {\n      __typename\n      ... on RecordActivitiesSuccess {\n        results { status issues { path code message } }\n        customers {\n          externalId\n          metrics { ordersLast30Days spendEver { amount currencyCode } }\n          segments { key since }\n          tier { key }\n        }\n      }\n      ... on UserError { code message }\n    }\n  }\n"): typeof import('./graphql.ts').RecordDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Save($input: SaveRuleSetInput!) {\n    saveRuleSet(input: $input) {\n      __typename\n      ... on SaveRuleSetSuccess { version { number } }\n      ... on ValidationError { issues { path code message } }\n    }\n  }\n"): typeof import('./graphql.ts').SaveDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation Publish($input: PublishRuleSetInput!) {\n    publishRuleSet(input: $input) {\n      __typename\n      ... on PublishRuleSetSuccess { job { id kind } }\n      ... on UserError { code message }\n    }\n  }\n"): typeof import('./graphql.ts').PublishDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Changes($after: String) {\n    changes(first: 10, after: $after) {\n      edges {\n        cursor\n        node { type changeSeq customer { externalId } cause { by } ... on SegmentEntered { segmentKey } ... on TierChanged { fromTier toTier } }\n      }\n      pageInfo { hasNextPage endCursor }\n    }\n  }\n"): typeof import('./graphql.ts').ChangesDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
