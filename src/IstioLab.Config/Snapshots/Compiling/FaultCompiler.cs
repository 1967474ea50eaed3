using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Makes fault policies; a fault without a percentage touches no request.</summary>
internal static class FaultCompiler
{
    private static readonly string[] GrpcCodes =
    [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE",
        "DATA_LOSS", "UNAUTHENTICATED",
    ];

    public static FaultPolicy? Compile(HttpFault? fault)
    {
        if (fault is null)
        {
            return null;
        }

        var delay = fault is { HasDelay: true, FixedDelay: { } fixedDelay } ? fixedDelay : TimeSpan.Zero;
        var delayShare = fault.DelayPercentage is { } share ? PerMillion(share) : fault.DelayPercent * 10_000;
        var grpc = Array.IndexOf(GrpcCodes, fault.GrpcStatus);
        var status = fault.HttpStatus ?? 0;
        var policy = new FaultPolicy(
            delay,
            delay > TimeSpan.Zero ? delayShare : 0,
            status,
            status == 0 && grpc >= 0 ? grpc : null,
            fault.HasAbort && (status > 0 || grpc >= 0) ? PerMillion(fault.AbortPercentage ?? 0) : 0);
        return policy.HasAbort || policy.HasDelay ? policy : null;
    }

    /// <summary>Istio truncates to a ten-thousandth of a percent.</summary>
    public static int PerMillion(double percent) => (int)(percent * 10_000);
}
