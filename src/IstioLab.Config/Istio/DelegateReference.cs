namespace IstioLab.Config.Istio;

/// <summary>The VirtualService that a rule delegates to.</summary>
internal sealed record DelegateReference(string Namespace, string Name);
