namespace IstioLab.Cluster.Embedded.Runtime.Processes;

/// <summary>No further process can be started in the container.</summary>
internal sealed class ProcessLimitException() : Exception("Resource temporarily unavailable");
