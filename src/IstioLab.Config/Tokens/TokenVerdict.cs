using System.Collections.Immutable;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Tokens;

/// <summary>What the RequestAuthentications of a proxy make of a request.</summary>
public sealed record TokenVerdict
{
    private const int Unauthorized = 401;

    /// <summary>The claims of an accepted token; <see langword="null"/> for none.</summary>
    public IRequestClaims? Claims { get; init; }

    /// <summary>What is wrong with the token, in Envoy's words; <see langword="null"/> when the request may pass.</summary>
    public string? Problem { get; init; }

    /// <summary>The status of the answer to a token that is refused.</summary>
    public int Status { get; init; } = Unauthorized;

    /// <summary>The policy that refuses the token.</summary>
    public RuleReference? Rule { get; init; }

    /// <summary>Headers that do not go on: those that only claims may set, and a token that is not forwarded.</summary>
    public ImmutableArray<string> RemovedHeaders { get; init; } = [];

    /// <summary>Headers that come from the token.</summary>
    public ImmutableArray<KeyValuePair<string, string>> AddedHeaders { get; init; } = [];

    /// <summary>Envoy's <c>RESPONSE_CODE_DETAILS</c> of a refusal.</summary>
    public string Details => $"jwt_authn_access_denied{{{Problem?.Replace(' ', '_')}}}";
}
