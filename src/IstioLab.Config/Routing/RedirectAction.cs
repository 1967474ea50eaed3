namespace IstioLab.Config.Routing;

/// <summary>Answers with a redirect. Follows Istio's HTTPRedirect as Envoy's RedirectAction carries it out.</summary>
/// <param name="StatusCode">301, 302, 303, 307 or 308.</param>
/// <param name="Path">The new path, or <see langword="null"/> to keep it.</param>
/// <param name="Authority">The new host, or <see langword="null"/> to keep it.</param>
/// <param name="Scheme">The new scheme, or <see langword="null"/> to keep it.</param>
/// <param name="Port">The new port, or <see langword="null"/> to keep what the Host header has.</param>
/// <param name="PrefixRewrite">The replacement of the matched prefix, for redirects of <c>httpsRedirect</c> none.</param>
public sealed record RedirectAction(
    int StatusCode,
    string? Path,
    string? Authority,
    string? Scheme,
    int? Port,
    string? PrefixRewrite = null) : RouteAction;
