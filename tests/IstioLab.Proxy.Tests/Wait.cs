namespace IstioLab.Proxy.Tests;

/// <summary>Waits for what another thread is about to do.</summary>
internal static class Wait
{
    public static Task ForAsync(Func<bool> condition) => ForAsync(() => Task.FromResult(condition()));

    public static async Task ForAsync(Func<Task<bool>> condition)
    {
        var token = TestContext.Current.CancellationToken;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        while (!await condition())
        {
            Assert.False(timeout.IsCancellationRequested, "The condition did not come true within 30 s.");
            // A loop that only yields takes a whole processor from what it waits for.
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, token);
        }
    }
}
