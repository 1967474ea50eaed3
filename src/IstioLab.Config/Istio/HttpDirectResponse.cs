namespace IstioLab.Config.Istio;

/// <summary>A direct response as written.</summary>
internal sealed record HttpDirectResponse(int Status, ReadOnlyMemory<byte> Body);
