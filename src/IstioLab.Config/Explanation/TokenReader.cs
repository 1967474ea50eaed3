using System.Collections.Immutable;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Snapshots;

namespace IstioLab.Config.Explanation;

/// <summary>Reads the token of a request as the RequestAuthentications of a proxy allow, and the headers that come from its claims.</summary>
internal sealed class TokenReader(MeshState state)
{
    private readonly ImmutableArray<RequestAuthentication> policies =
        [.. state.OfKind("RequestAuthentication").Select(RequestAuthentication.Read)];

    public (JsonClaims? Claims, HeaderList Headers) Read(ProxyIdentity proxy, ImmutableArray<KeyValuePair<string, string>> sent)
    {
        var headers = new HeaderList(sent);
        var applying = policies.Where(policy => policy.Applies(proxy, state.Settings.RootNamespace)).ToList();
        if (applying.Count == 0)
        {
            return (null, headers);
        }

        var token = JsonClaims.FromAuthorization(headers.Find("authorization"));
        var issuer = token?.Find(["iss"]) is [var first, ..] ? first : "";
        var claims = applying.Exists(policy => policy.Issuers.Any(own => own.Length == 0 || own == issuer)) ? token : null;
        return (claims, WithClaims(sent, applying.SelectMany(policy => policy.ClaimHeaders).ToList(), claims));
    }

    private static HeaderList WithClaims(
        ImmutableArray<KeyValuePair<string, string>> sent,
        List<ClaimHeader> outputs,
        JsonClaims? claims)
    {
        var kept = sent.Where(header => !outputs.Exists(output => output.Header.Equals(header.Key, StringComparison.OrdinalIgnoreCase)));
        var added = outputs.Select(output => KeyValuePair.Create(
                output.Header, claims?.Find(output.Claim.Split('.')) is [var value, ..] ? value : ""))
            .Where(header => header.Value.Length > 0);
        return new HeaderList([.. kept, .. added]);
    }
}
