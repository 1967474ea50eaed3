using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Tokens;

/// <summary>
/// The RequestAuthentications of one proxy. A request without a token passes; one with tokens needs a rule that accepts them.
/// Follows <c>convertToEnvoyJwtConfig</c> and Envoy's filter <c>jwt_authn</c>.
/// </summary>
public sealed class TokenPolicy
{
    private static readonly TokenVerdict Pass = new();
    private static readonly ConditionalWeakTable<ConfigObject, RequestAuthentication> Known = [];

    private readonly ImmutableArray<(RequestAuthentication Policy, JwtRule Rule)> rules;
    private readonly ImmutableArray<string> reserved;

    private TokenPolicy(ImmutableArray<(RequestAuthentication Policy, JwtRule Rule)> rules)
    {
        this.rules = rules;
        reserved = [.. rules.SelectMany(item => item.Rule.ReservedHeaders).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>The policy of a proxy without RequestAuthentications.</summary>
    public static TokenPolicy None { get; } = new([]);

    /// <summary>Whether there is no rule.</summary>
    public bool IsEmpty => rules.IsEmpty;

    /// <summary>Reads the tokens of a request.</summary>
    /// <param name="headers">The request's headers.</param>
    /// <param name="query">The request's query, without its question mark.</param>
    /// <param name="now">The time that tells whether a token has expired.</param>
    /// <param name="verifier">Checks signatures; <see langword="null"/> to trust them.</param>
    public TokenVerdict Read(IRequestHeaders headers, string query, DateTimeOffset now, ITokenVerifier? verifier)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (IsEmpty)
        {
            return Pass;
        }

        TokenVerdict? refusal = null;
        foreach (var (policy, rule) in rules)
        {
            var tokens = TokenLocations.Find(rule, headers, query);
            if (tokens.Count == 0)
            {
                continue;
            }

            var (claims, problem) = TokenChecks.Check(rule, tokens, now, verifier);
            if (problem is null)
            {
                return Accept(rule, tokens, claims!);
            }

            refusal ??= new TokenVerdict { Problem = problem, Status = TokenChecks.StatusOf(problem), Rule = policy.Rule };
        }

        return refusal ?? new TokenVerdict { RemovedHeaders = reserved };
    }

    internal static TokenPolicy For(MeshState state, ProxyIdentity proxy)
    {
        ImmutableArray<(RequestAuthentication Policy, JwtRule Rule)> rules =
        [
            .. state.OfKind("RequestAuthentication")
                .Select(item => Known.GetValue(item, RequestAuthentication.Read))
                .Where(policy => policy.Applies(proxy, state.Settings.RootNamespace))
                .OrderBy(policy => policy.Source.Id.ToString(), StringComparer.Ordinal)
                .SelectMany(policy => policy.Rules.Select(rule => (policy, rule)))
                .OrderBy(item => item.rule.Issuer, StringComparer.Ordinal),
        ];
        return rules.IsEmpty ? None : new TokenPolicy(rules);
    }

    private TokenVerdict Accept(JwtRule rule, List<FoundToken> tokens, JsonClaims claims)
    {
        var added = rule.ClaimHeaders.Select(output => KeyValuePair.Create(output.Header, claims.Text(output.Claim.Split('.'))));
        if (rule.PayloadHeader.Length > 0)
        {
            added = added.Prepend(KeyValuePair.Create(rule.PayloadHeader, claims.Payload));
        }

        return new TokenVerdict
        {
            Claims = claims,
            RemovedHeaders = rule.Forwards ? reserved : [.. reserved, .. tokens.Select(token => token.Header).Where(header => header.Length > 0)],
            AddedHeaders = [.. added.Where(header => header.Value.Length > 0)],
        };
    }
}
