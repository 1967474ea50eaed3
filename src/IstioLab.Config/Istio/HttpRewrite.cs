namespace IstioLab.Config.Istio;

/// <summary>A rewrite as written.</summary>
internal sealed record HttpRewrite(string Uri, string Authority, string? RegexMatch, string RegexRewrite);
