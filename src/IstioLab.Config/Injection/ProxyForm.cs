namespace IstioLab.Config.Injection;

/// <summary>As what the proxy stands in a pod.</summary>
internal enum ProxyForm
{
    /// <summary>A container beside the pod's own.</summary>
    Sidecar,

    /// <summary>An init container that goes on running.</summary>
    Native,

    /// <summary>A gateway, the pod's own program.</summary>
    Gateway,
}
