namespace IstioLab.Config.Istio;

/// <summary>A port's own policy.</summary>
internal sealed record PortPolicy(int Port, TrafficPolicy Policy);
