namespace IstioLab.Config.Snapshots;

/// <summary>The two kinds of proxy.</summary>
public enum ProxyType
{
    /// <summary>A proxy beside an application.</summary>
    Sidecar,

    /// <summary>A proxy at the edge, which Gateways select.</summary>
    Gateway,
}
