using System.Collections.Immutable;

namespace IstioLab.Config.Istio;

/// <summary>A CORS policy as written.</summary>
internal sealed record HttpCors
{
    public ImmutableArray<StringMatch> AllowOrigins { get; init; } = [];

    public ImmutableArray<string> AllowMethods { get; init; } = [];

    public ImmutableArray<string> AllowHeaders { get; init; } = [];

    public ImmutableArray<string> ExposeHeaders { get; init; } = [];

    public TimeSpan? MaxAge { get; init; }

    public bool AllowCredentials { get; init; }

    public bool IgnoreUnmatchedPreflights { get; init; }
}
