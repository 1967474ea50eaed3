namespace IstioLab.Config.Discovery;

/// <summary>What becomes of a DestinationRule beside an older one of the same host and namespace.</summary>
internal enum RuleFit
{
    /// <summary>It stands alone.</summary>
    None,

    /// <summary>It is merged into the older one.</summary>
    Merge,

    /// <summary>It is merged into the older one and stands alone too.</summary>
    MergeAndKeep,
}
