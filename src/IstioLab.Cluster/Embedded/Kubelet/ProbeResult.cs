namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>What one probe found; the message is the one that the event Unhealthy has.</summary>
internal readonly record struct ProbeResult(bool Success, string Message = "");
