// The whole public API, one table. Served at /api/v1; published as OpenAPI 3.1 at /api/v1/openapi.json.
import { auditRoutes } from "#domain/access/audit/routes.ts";
import { portfolioRoutes } from "#domain/access/portfolio/routes.ts";
import { accessRoutes } from "#domain/access/routes.ts";
import { adviceRoutes } from "#domain/cash-application/advices/routes.ts";
import { closingRoutes } from "#domain/cash-application/closing/routes.ts";
import { writeOffRoutes } from "#domain/cash-application/write-off/routes.ts";
import { debitRoutes } from "#domain/cash-application/debits/routes.ts";
import { deskRoutes } from "#domain/cash-application/desk/routes.ts";
import { exportRoutes } from "#domain/cash-application/export/routes.ts";
import { matchingRoutes } from "#domain/cash-application/matching/routes.ts";
import { cashApplicationRoutes, transferRoutes } from "#domain/cash-application/routes.ts";
import { letterRoutes, reminderDeskRoutes } from "#domain/dunning/desk/routes.ts";
import { dunningRoutes } from "#domain/dunning/routes.ts";
import { ingestionRoutes } from "#domain/ingestion/routes.ts";
import { insightRoutes } from "#domain/insight/routes.ts";
import { ledgerRoutes } from "#domain/ledger/routes.ts";
import { portalRoutes } from "#domain/portal/routes.ts";

export const api = { ...accessRoutes, ...auditRoutes, ...cashApplicationRoutes, ...transferRoutes, ...closingRoutes, ...writeOffRoutes, ...debitRoutes, ...deskRoutes, ...adviceRoutes, ...exportRoutes, ...matchingRoutes, ...portfolioRoutes, ...ledgerRoutes, ...ingestionRoutes, ...insightRoutes, ...dunningRoutes, ...reminderDeskRoutes, ...letterRoutes, ...portalRoutes };
export type Api = typeof api;
