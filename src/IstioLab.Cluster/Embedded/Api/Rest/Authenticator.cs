using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace IstioLab.Cluster.Embedded.Api.Rest;

/// <summary>Who a request is from: a client certificate of this cluster's CA, or a bearer token. Decided per request.</summary>
internal sealed class Authenticator(X509Certificate2 authority, string adminToken, TimeProvider time)
{
    private const string Anyone = "system:authenticated";
    private static readonly object s_userKey = new();
    private readonly ConcurrentDictionary<string, (UserInfo User, DateTimeOffset Expires)> _tokens = new(StringComparer.Ordinal);
    private readonly UserInfo _admin = new("istiolab-admin", ["system:masters", Anyone]);

    /// <summary>The user, or null when the request carries nothing that this cluster knows.</summary>
    public UserInfo? Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return FromToken(header["Bearer ".Length..].Trim());
        var items = http.Features.Get<IConnectionItemsFeature>()?.Items;
        if (items is not null && items.TryGetValue(s_userKey, out var known)) return known as UserInfo;
        var user = http.Connection.ClientCertificate is { } certificate ? FromCertificate(certificate) : null;
        if (items is not null) items[s_userKey] = user;
        return user;
    }

    /// <summary>A new token for a user.</summary>
    public string Issue(string user, DateTimeOffset expires)
    {
        var token = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        _tokens[token] = (new UserInfo(user, ["system:serviceaccounts", Anyone]), expires);
        return token;
    }

    private UserInfo? FromToken(string token)
    {
        if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(token), System.Text.Encoding.UTF8.GetBytes(adminToken))) return _admin;
        return _tokens.TryGetValue(token, out var found) && found.Expires > time.GetUtcNow() ? found.User : null;
    }

    private UserInfo? FromCertificate(X509Certificate2 certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (!chain.Build(certificate)) return null;
        var name = certificate.GetNameInfo(X509NameType.SimpleName, false);
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().FriendlyName == "O")
            .Select(part => part.GetSingleElementValue() ?? "");
        return new UserInfo(name, [.. groups, Anyone]);
    }
}
