using System.Globalization;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Makes cross-origin rules.</summary>
internal static class CorsCompiler
{
    public static CorsPolicy? Compile(HttpCors? cors) => cors is null ? null : new CorsPolicy
    {
        AllowOrigins = [.. cors.AllowOrigins.Select(origin => MatchCompiler.ToMatcher(origin))],
        AllowMethods = string.Join(',', cors.AllowMethods),
        AllowHeaders = string.Join(',', cors.AllowHeaders),
        ExposeHeaders = string.Join(',', cors.ExposeHeaders),
        MaxAge = cors.MaxAge is { } age ? ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture) : "",
        AllowCredentials = cors.AllowCredentials,
        ForwardUnmatchedPreflights = !cors.IgnoreUnmatchedPreflights,
    };
}
