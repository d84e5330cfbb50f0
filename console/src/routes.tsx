import { createBrowserRouter } from "react-router";
import { RouteProblem } from "./layout/RouteProblem";
import { Loading } from "./layout/States";

/** The map of the console. Every page is fetched when it is first opened. */
export const router = createBrowserRouter([
  {
    errorElement: <RouteProblem />,
    hydrateFallbackElement: <Loading />,
    children: [
      { path: "/sign-in", lazy: () => import("./sign-in/SignInPage") },
      {
        lazy: () => import("./layout/Shell"),
        children: [
          {
            errorElement: <RouteProblem />,
            children: [
              { index: true, lazy: () => import("./home/HomePage") },
              { path: "customers", lazy: () => import("./customers/CustomersPage") },
              { path: "customers/:id", lazy: () => import("./customers/CustomerPage") },
              { path: "identity", lazy: () => import("./identity/IdentityPage") },
              { path: "tags", lazy: () => import("./tags/TagsPage") },
              { path: "tags/:key", lazy: () => import("./tags/TagPage") },
              { path: "exports", lazy: () => import("./segments/exports/ExportsPage") },
              { path: "segments", lazy: () => import("./segments/SegmentsPage") },
              { path: "segments/new", lazy: () => import("./segments/SegmentBuilderPage") },
              { path: "segments/:key", lazy: () => import("./segments/SegmentPage") },
              { path: "segments/:key/edit", lazy: () => import("./segments/SegmentBuilderPage") },
              { path: "tierings", lazy: () => import("./tierings/TieringsPage") },
              { path: "templates", lazy: () => import("./templates/TemplatesPage") },
              { path: "templates/new", lazy: () => import("./templates/TemplateEditPage") },
              { path: "templates/:key", lazy: () => import("./templates/TemplatePage") },
              { path: "templates/:key/edit", lazy: () => import("./templates/TemplateEditPage") },
              { path: "strategies", lazy: () => import("./strategies/StrategiesPage") },
              { path: "strategies/:key", lazy: () => import("./strategies/StrategyPage") },
              { path: "reports", lazy: () => import("./reports/ReportsPage") },
              { path: "reports/:key", lazy: () => import("./reports/ReportPage") },
              { path: "work-orders", lazy: () => import("./work-orders/WorkOrdersPage") },
              { path: "outbox", lazy: () => import("./outbox/OutboxPage") },
              { path: "batch-sources", lazy: () => import("./sources/SourcesPage") },
              { path: "tracking", lazy: () => import("./tracking/PlanPage") },
              { path: "tracking/plans/new", lazy: () => import("./tracking/plan/PlanEditPage") },
              { path: "tracking/plans/:key/edit", lazy: () => import("./tracking/plan/PlanEditPage") },
              { path: "tracking/live", lazy: () => import("./tracking/LivePage") },
              { path: "tracking/quality", lazy: () => import("./tracking/QualityPage") },
              { path: "tracking/quarantine", lazy: () => import("./tracking/QuarantinePage") },
              { path: "tracking/events/:name", lazy: () => import("./tracking/EventPage") },
              { path: "compliance/suppressions", lazy: () => import("./compliance/SuppressionsPage") },
              { path: "compliance/requests", lazy: () => import("./compliance/RequestsPage") },
              { path: "compliance/looks", lazy: () => import("./compliance/LooksPage") },
              { path: "system/staff", lazy: () => import("./system/StaffPage") },
              { path: "system/org", lazy: () => import("./system/OrgPage") },
              { path: "system/audit", lazy: () => import("./system/AuditPage") },
              { path: "system/tokens", lazy: () => import("./system/TokensPage") },
              { path: "system/sources", lazy: () => import("./system/SourcesPage") },
              { path: "system/jobs", lazy: () => import("./system/JobsPage") },
            ],
          },
        ],
      },
      {
        path: "/m/work-orders",
        lazy: () => import("./work-orders/phone/PhoneFrame"),
        children: [
          { index: true, lazy: () => import("./work-orders/phone/PhoneListPage") },
          { path: ":id", lazy: () => import("./work-orders/phone/PhoneOrderPage") },
        ],
      },
    ],
  },
]);
