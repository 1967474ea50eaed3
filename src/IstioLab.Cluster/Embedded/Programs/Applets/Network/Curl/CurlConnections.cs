using IstioLab.Cluster.Embedded.Programs.Http;

namespace IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;

/// <summary>Connections that a curl process keeps for its further addresses.</summary>
internal sealed class CurlConnections : IAsyncDisposable
{
    private readonly Dictionary<(string Host, int Port, bool IsSecure), HttpClientConnection> _open = [];
    private readonly List<HttpClientConnection> _closing = [];

    /// <summary>Whether none is open.</summary>
    public bool IsEmpty => _open.Count == 0;

    /// <summary>An open connection to a host.</summary>
    public HttpClientConnection? Find(CurlUrl url) => _open.GetValueOrDefault((url.Host, url.Port, url.IsSecure));

    /// <summary>Keeps a connection.</summary>
    public void Add(CurlUrl url, HttpClientConnection connection) => _open[(url.Host, url.Port, url.IsSecure)] = connection;

    /// <summary>Does not use a connection again.</summary>
    public void Forget(HttpClientConnection connection)
    {
        foreach (var (key, _) in _open.Where(entry => entry.Value == connection).ToList())
            _open.Remove(key);
        _closing.Add(connection);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open.Values.Concat(_closing))
            await connection.DisposeAsync();
    }
}
