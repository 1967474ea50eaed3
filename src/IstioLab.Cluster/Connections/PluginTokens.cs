using System.Net.Http.Headers;
using k8s.Authentication;

namespace IstioLab.Cluster.Connections;

/// <summary>The tokens of a credential plugin, which is asked again when the last one ends.</summary>
internal sealed class PluginTokens(CredentialPlugin plugin, TimeProvider time) : ITokenProvider, IDisposable
{
    // A token that ends under way is refused.
    private static readonly TimeSpan s_early = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1, 1);
    private PluginCredential? _credential;

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (_credential is null || _credential.Until - s_early < time.GetUtcNow())
            {
                _credential = await plugin.RunAsync(time, cancellationToken);
            }

            return new AuthenticationHeaderValue("Bearer", _credential.Token);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
