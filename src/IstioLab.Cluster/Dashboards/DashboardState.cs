namespace IstioLab.Cluster.Dashboards;

/// <summary>What a dashboard is doing.</summary>
public enum DashboardState
{
    /// <summary>It was started and does not answer yet.</summary>
    Starting,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It died and is being started again, at the same addresses.</summary>
    Restarting,

    /// <summary>It was stopped, or died a second time.</summary>
    Stopped,
}
