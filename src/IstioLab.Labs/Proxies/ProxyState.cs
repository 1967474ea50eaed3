namespace IstioLab.Labs.Proxies;

/// <summary>Whether a proxy has the newest configuration.</summary>
public enum ProxyState
{
    /// <summary>It acknowledged the newest.</summary>
    Synced,

    /// <summary>A newer one is on its way.</summary>
    Stale,

    /// <summary>Its page did not answer.</summary>
    NotConnected,
}
