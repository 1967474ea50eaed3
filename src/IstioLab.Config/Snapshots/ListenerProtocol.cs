namespace IstioLab.Config.Snapshots;

/// <summary>How a listener or a service port reads its bytes.</summary>
public enum ListenerProtocol
{
    /// <summary>As HTTP.</summary>
    Http,

    /// <summary>As bytes.</summary>
    Tcp,

    /// <summary>It looks at the first bytes.</summary>
    Auto,
}
