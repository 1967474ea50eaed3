namespace IstioLab.Config.Snapshots;

/// <summary>What happens with traffic to what the mesh does not know.</summary>
public enum OutboundPolicyMode
{
    /// <summary>It passes; the default.</summary>
    AllowAny,

    /// <summary>It is refused.</summary>
    RegistryOnly,
}
