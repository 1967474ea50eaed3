namespace IstioLab.Cluster.Dashboards;

internal static class LoopbackHttp
{
    /// <summary>
    /// A client for a program of this machine: no proxy of the user's in between, and no trace header of the caller's, which would
    /// make our own traffic part of the traces that people look at.
    /// </summary>
    public static HttpClient CreateClient() =>
        new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ActivityHeadersPropagator = null });
}
