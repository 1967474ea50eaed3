namespace IstioLab.Config.Istio;

/// <summary>A mirror as written; without a percentage everything is mirrored.</summary>
internal sealed record HttpMirror(Destination? Destination, double? Percentage);
