"""Where a record's page is."""

PLACES = {
    "enterprises.Enterprise": "enterprises",
    "enterprises.Statement": "statements",
    "enterprises.ClubTier": "tiers",
    "enterprises.ClubMember": "club-members",
    "chains.Chain": "chains",
    "chains.Segment": "segments",
    "chains.Placement": "placements",
    "chains.ChainLeader": "leaders",
    "platforms.Platform": "platforms",
    "platforms.PlatformMember": "platform-members",
    "projects.Project": "projects",
    "projects.ProjectListing": "listings",
    "projects.ProjectLabel": "labels",
    "projects.Milestone": "milestones",
    "projects.InvestmentEntry": "investments",
    "projects.AttractedSupplier": "suppliers",
    "demands.Demand": "demands",
    "demands.DemandClass": "demand-classes",
    "teams.Team": "teams",
    "teams.TeamRole": "team-roles",
    "teams.TeamMember": "team-members",
    "titles.Scheme": "schemes",
    "titles.Application": "applications",
    "titles.Award": "awards",
    "surveys.Survey": "surveys",
    "surveys.SurveyAnswer": "answers",
    "surveys.TaxonomyClass": "classes",
    "outcomes.Outcome": "outcomes",
    "strategy.FrameworkNode": "framework",
    "strategy.Target": "targets",
    "access.Department": "departments",
}


def record_url(kind: str, record_id: int) -> str:
    return f"/{PLACES[kind]}/{record_id}/"
