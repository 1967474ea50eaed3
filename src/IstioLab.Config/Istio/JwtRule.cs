using System.Collections.Frozen;
using System.Collections.Immutable;
using IstioLab.Config.Yaml;

namespace IstioLab.Config.Istio;

/// <summary>A rule of a RequestAuthentication as written: whose tokens, where they stand, and what becomes of their claims.</summary>
internal sealed record JwtRule
{
    private static readonly string[] DelimitedByDefault = ["permission", "scope"];

    public string Issuer { get; init; } = "";

    public ImmutableArray<string> Audiences { get; init; } = [];

    /// <summary>The keys as the rule holds them; empty when they are elsewhere.</summary>
    public string Keys { get; init; } = "";

    /// <summary>Headers with the prefix before the token; <c>Authorization: Bearer</c> when no place is named.</summary>
    public ImmutableArray<(string Name, string Prefix)> Headers { get; init; } = [];

    public ImmutableArray<string> Parameters { get; init; } = [];

    public ImmutableArray<string> Cookies { get; init; } = [];

    public ImmutableArray<ClaimHeader> ClaimHeaders { get; init; } = [];

    /// <summary>The header that gets all claims; empty for none.</summary>
    public string PayloadHeader { get; init; } = "";

    /// <summary>Whether the token goes on with the request.</summary>
    public bool Forwards { get; init; }

    /// <summary>The headers that nobody but the rule may set.</summary>
    public IEnumerable<string> ReservedHeaders =>
        ClaimHeaders.Select(output => output.Header).Concat(PayloadHeader.Length > 0 ? [PayloadHeader] : []);

    /// <summary>Claims whose text is a list of words.</summary>
    public FrozenSet<string> Delimited { get; init; } = FrozenSet<string>.Empty;

    public static JwtRule Read(YamlNode node)
    {
        ImmutableArray<(string Name, string Prefix)> headers =
            [.. node.Items("fromHeaders").Select(header => (header.Text("name"), header.Text("prefix")))];
        var parameters = node.Texts("fromParams");
        var cookies = node.Texts("fromCookies");
        var isDefault = headers.IsEmpty && parameters.IsEmpty && cookies.IsEmpty;
        return new JwtRule
        {
            Issuer = node.Text("issuer"),
            Audiences = [.. node.Texts("audiences")],
            Keys = node.Text("jwks"),
            PayloadHeader = node.Text("outputPayloadToHeader"),
            Forwards = node.Boolean("forwardOriginalToken"),
            Headers = isDefault ? [("authorization", "Bearer ")] : headers,
            Parameters = isDefault ? ["access_token"] : parameters,
            Cookies = cookies,
            ClaimHeaders =
                [.. node.Items("outputClaimToHeaders").Select(item => new ClaimHeader(item.Text("header"), item.Text("claim")))],
            Delimited = FrozenSet.ToFrozenSet([.. DelimitedByDefault, .. node.Texts("spaceDelimitedClaims")], StringComparer.Ordinal),
        };
    }
}
