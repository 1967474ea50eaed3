namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>HTTP status codes of answers that a route gives by itself. Istio's words say 599; 600 passes.</summary>
internal static class StatusChecks
{
    public static string? Error(long status) => status is < 200 or > 600 ? $"HTTP status {status} is not in range 200-599" : null;
}
