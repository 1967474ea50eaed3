namespace IstioLab.Cluster.Embedded.Patches;

/// <summary>A patch that cannot be applied to this object.</summary>
internal sealed class PatchException(string message) : Exception(message);
