namespace IstioLab.Proxy.Exchanges;

/// <summary>The gRPC status of an HTTP status, as Envoy maps it.</summary>
internal static class GrpcStatuses
{
    public static string Of(int httpStatus) => httpStatus switch
    {
        400 => "13",
        401 => "16",
        403 => "7",
        404 => "12",
        429 or 502 or 503 or 504 => "14",
        _ => "2",
    };
}
