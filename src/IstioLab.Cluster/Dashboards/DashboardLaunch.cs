namespace IstioLab.Cluster.Dashboards;

/// <summary>The outcome of a launch: a running dashboard, or what to do to get one.</summary>
/// <param name="Dashboard">The dashboard; null when there is none. A lab goes on without.</param>
/// <param name="Remedy">Why there is none and what to type; null when there is one.</param>
public sealed record DashboardLaunch(Dashboard? Dashboard, string? Remedy);
