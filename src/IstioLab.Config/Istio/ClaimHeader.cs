namespace IstioLab.Config.Istio;

/// <summary>A header that gets the value of a claim; what the client sends under that name is dropped.</summary>
internal sealed record ClaimHeader(string Header, string Claim);
