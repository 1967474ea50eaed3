namespace IstioLab.Proxy.Tests;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Wait
{
    public static async Task ForAsync(Func<bool> condition)
    {
        var token = TestContext.Current.CancellationToken;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10), TimeProvider.System);
        while (!condition())
        {
            token.ThrowIfCancellationRequested();
            Assert.False(timeout.IsCancellationRequested, "The condition did not come true within 10 s.");
            await Task.Yield();
        }
    }
}
