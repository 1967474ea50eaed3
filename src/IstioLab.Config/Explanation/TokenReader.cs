using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Explanation;

/// <summary>Reads the token of a request as the RequestAuthentications of a proxy allow, and the headers that come from its claims.</summary>
internal sealed class TokenReader(MeshState state, TimeProvider time)
{
    private readonly ImmutableArray<RequestAuthentication> policies =
        [.. state.OfKind("RequestAuthentication").OrderBy(item => item.Id.ToString(), StringComparer.Ordinal).Select(RequestAuthentication.Read)];

    public ReadToken Read(ProxyIdentity proxy, ImmutableArray<KeyValuePair<string, string>> sent, string query)
    {
        var headers = new HeaderList(sent);
        JsonClaims? claims = null;
        (RequestAuthentication Policy, string Problem)? refused = null;
        var outputs = new List<ClaimHeader>();
        foreach (var policy in policies.Where(policy => policy.Applies(proxy, state.Settings.RootNamespace)))
        {
            foreach (var rule in policy.Rules)
            {
                outputs.AddRange(rule.ClaimHeaders);
                if (Find(rule, headers, query) is { } token)
                {
                    var read = JsonClaims.Parse(token, rule.Delimited);
                    var problem = Problem(rule, read);
                    claims ??= problem is null ? read : null;
                    refused ??= problem is null ? null : (policy, problem);
                }
            }
        }

        return new ReadToken(
            claims,
            WithClaims(sent, outputs, claims),
            claims is null && refused is var (source, text)
                ? (new ExplainedResponse(401, "-", $"jwt_authn_access_denied{{{text.Replace(' ', '_')}}}"), source.Rule)
                : null);
    }

    private string? Problem(JwtRule rule, JsonClaims? token)
    {
        if (token is null)
        {
            return "Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections";
        }

        if (rule.Issuer.Length > 0 && rule.Issuer != token.Issuer)
        {
            return "Jwt issuer is not configured";
        }

        return token.Expiry is { } end && end < time.GetUtcNow().ToUnixTimeSeconds() ? "Jwt is expired" : null;
    }

    private static string? Find(JwtRule rule, HeaderList headers, string query)
    {
        foreach (var (name, prefix) in rule.Headers)
        {
            if (headers.Find(name) is { } value && value.StartsWith(prefix, StringComparison.Ordinal))
            {
                return value[prefix.Length..];
            }
        }

        return rule.Parameters.Select(name => Pick(query.Split('&'), name))
            .Concat(rule.Cookies.Select(name => Pick((headers.Find("cookie") ?? "").Split(';', StringSplitOptions.TrimEntries), name)))
            .FirstOrDefault(value => value is not null);
    }

    private static string? Pick(string[] pairs, string name) =>
        pairs.FirstOrDefault(pair => pair.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static HeaderList WithClaims(ImmutableArray<KeyValuePair<string, string>> sent, List<ClaimHeader> outputs, JsonClaims? claims)
    {
        var kept = sent.Where(header => !outputs.Exists(output => output.Header.Equals(header.Key, StringComparison.OrdinalIgnoreCase)));
        var added = outputs.Select(output => KeyValuePair.Create(
                output.Header, claims?.Find(output.Claim.Split('.')) is [var value, ..] ? value : ""))
            .Where(header => header.Value.Length > 0);
        return new HeaderList([.. kept, .. added]);
    }
}
