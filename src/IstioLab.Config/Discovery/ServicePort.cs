namespace IstioLab.Config.Discovery;

/// <summary>A port of a service.</summary>
internal sealed record ServicePort(int Number, string Name, ServiceProtocol Protocol, string TargetPort);
