namespace IstioLab.Cluster.Telemetry;

/// <summary>What to do after a request to a receiver.</summary>
internal enum SendVerdict
{
    /// <summary>It is there.</summary>
    Sent,

    /// <summary>The same request may work later.</summary>
    TryAgain,

    /// <summary>The same request would fail again.</summary>
    GiveUp,
}
