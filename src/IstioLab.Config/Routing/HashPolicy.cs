namespace IstioLab.Config.Routing;

/// <summary>Where the key of consistent hashing comes from.</summary>
/// <param name="Source">Header, cookie, source address or query parameter.</param>
/// <param name="Name">The name of the header, cookie or parameter; empty for the source address.</param>
/// <param name="CookiePath">The path of a cookie that the proxy makes.</param>
/// <param name="CookieLifetime">The lifetime of a cookie that the proxy makes; <see langword="null"/> when it only reads one.</param>
public sealed record HashPolicy(HashSource Source, string Name, string CookiePath = "", TimeSpan? CookieLifetime = null);
