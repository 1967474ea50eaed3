namespace IstioLab.Cluster.Preflight;

/// <summary>What a finding means for a real cluster.</summary>
public enum PreflightLevel
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It may work, slowly or in part.</summary>
    Warning,

    /// <summary>It cannot work.</summary>
    Blocking,
}
