namespace IstioLab.Cluster.Embedded.Kubelet;

/// <summary>A container or volume refers to something that is not there; the message is the one that a kubelet reports.</summary>
internal sealed class ConfigurationException(string message) : Exception(message);
