using System.Collections.Concurrent;
using System.Security.Cryptography;
using IstioLab.Cluster.Embedded.Api;
using IstioLab.Cluster.Embedded.Kubelet;
using IstioLab.Cluster.Embedded.Objects;
using IstioLab.Proxy.Tls;

namespace IstioLab.Cluster.Embedded.Mesh.Certificates;

/// <summary>
/// What <c>credentialName</c> names: Secrets of the proxy's own namespace, of type <c>kubernetes.io/tls</c> or with the keys <c>cert</c>,
/// <c>key</c> and <c>cacert</c>; the authorities may stand in a second one with the suffix <c>-cacert</c>. Follows istiod's
/// <c>pilot/pkg/credentials/kube</c>. A Secret that changed is read anew.
/// </summary>
internal sealed class CredentialSecrets(IObjectApi api, string ns)
{
    private const string AuthoritySuffix = "-cacert";

    private readonly ConcurrentDictionary<(string Name, bool Pair, bool Authorities), (long Version, TlsMaterial Material)> _known = new();

    /// <summary>Reads a credential.</summary>
    /// <param name="name">The Secret.</param>
    /// <param name="needsPair">Whether a certificate with its key is needed.</param>
    /// <param name="needsAuthorities">Whether authorities are needed.</param>
    public TlsMaterial Read(string name, bool needsPair, bool needsAuthorities)
    {
        var key = (name, needsPair, needsAuthorities);
        var version = Version(name) ^ (needsAuthorities ? Version(name + AuthoritySuffix) << 1 : 0);
        if (_known.TryGetValue(key, out var known) && known.Version == version) return known.Material;
        var material = ReadNow(name, needsPair, needsAuthorities);
        _known[key] = (version, material);
        return material;
    }

    private long Version(string name) => api.Find(Resources.Secrets, ns, name)?.ResourceVersion ?? 0;

    private TlsMaterial ReadNow(string name, bool needsPair, bool needsAuthorities)
    {
        var data = DataFiles.Read(api, Resources.Secrets, ns, name);
        try
        {
            var material = new TlsMaterial();
            if (needsPair)
            {
                if (data is null) return Missing(name);
                if (Pair(data) is not { } pair) return WithoutKeys(name, data, "'cert' and 'key', or 'tls.crt' and 'tls.key'");
                material = material with { Certificate = PemBundle.ReadPair(pair.Certificate, pair.Key) };
            }
            if (!needsAuthorities) return material;
            var (authorityName, authorityData) = DataFiles.Read(api, Resources.Secrets, ns, name + AuthoritySuffix) is { } own
                ? (name + AuthoritySuffix, own)
                : (name, data);
            if (authorityData is null) return Missing(name);
            return Value(authorityData, "cacert", "ca.crt") is { } authorities
                ? material with { Authorities = PemBundle.ReadAuthorities(authorities) }
                : WithoutKeys(authorityName, authorityData, "'cacert' or 'ca.crt'");
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return new TlsMaterial { Problem = $"Secret '{ns}/{name}' holds no usable certificate and key in PEM: {failure.Message}" };
        }
    }

    private static (byte[] Certificate, byte[] Key)? Pair(Dictionary<string, byte[]> data) =>
        Value(data, "cert") is { } cert && Value(data, "key") is { } key ? (cert, key)
        : Value(data, "tls.crt") is { } tlsCert && Value(data, "tls.key") is { } tlsKey ? (tlsCert, tlsKey)
        : null;

    private static byte[]? Value(Dictionary<string, byte[]> data, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (data.TryGetValue(name, out var value) && value.Length > 0) return value;
        }
        return null;
    }

    private TlsMaterial Missing(string name) => new()
    {
        Problem = $"Secret '{ns}/{name}' does not exist; a proxy reads Secrets of its own namespace. "
            + $"Create it: 'kubectl create secret tls {name} -n {ns} --cert=FILE --key=FILE'.",
    };

    private TlsMaterial WithoutKeys(string name, Dictionary<string, byte[]> data, string wanted) => new()
    {
        Problem = $"Secret '{ns}/{name}' has the keys '{string.Join("', '", data.Keys.Order(StringComparer.Ordinal))}'; wanted are {wanted}.",
    };
}
