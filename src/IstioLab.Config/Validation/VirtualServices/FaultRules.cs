using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>Injected delays and aborts.</summary>
internal static class FaultRules
{
    private static readonly HashSet<string> s_grpcStatus = new(
        [
            "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS",
            "UNAUTHENTICATED",
        ],
        StringComparer.Ordinal);

    public static void Check(ValidationScope scope, ConfigValue fault)
    {
        if (!fault.Exists)
        {
            return;
        }

        if (!fault.Has("abort") && !fault.Has("delay"))
        {
            scope.Error(fault, "HTTP fault injection must have an abort and/or a delay");
        }

        Abort(scope, fault["abort"]);
        Delay(scope, fault["delay"]);
    }

    private static void Abort(ValidationScope scope, ConfigValue abort)
    {
        if (!abort.Exists)
        {
            return;
        }

        Percentage(scope, abort["percentage"]);
        if (abort.Has("grpcStatus"))
        {
            var status = abort["grpcStatus"].Text;
            if (!s_grpcStatus.Contains(status))
            {
                scope.Error(abort["grpcStatus"], $"gRPC status {GoText.Quote(status)} is not supported. See "
                    + "https://github.com/grpc/grpc/blob/master/doc/statuscodes.md for a list of supported codes, for example 'NOT_FOUND'");
            }
        }
        else if (abort.Has("http2Error"))
        {
            scope.Error(abort["http2Error"], "HTTP/2 abort fault injection not supported yet");
        }
        else if (abort.Has("httpStatus"))
        {
            scope.Check(abort["httpStatus"], StatusChecks.Error(abort["httpStatus"].Whole));
        }
        else if (scope.Version.IsAtLeast(18))
        {
            scope.Warn(abort, "abort configured, but error type not set");
        }
    }

    private static void Delay(ValidationScope scope, ConfigValue delay)
    {
        Percentage(scope, delay["percentage"]);
        if (delay.Has("fixedDelay"))
        {
            scope.Check(delay["fixedDelay"], GoDuration.Error(delay["fixedDelay"].Text));
        }
        else if (delay.Has("exponentialDelay"))
        {
            scope.Check(delay["exponentialDelay"], GoDuration.Error(delay["exponentialDelay"].Text));
            scope.Error(delay["exponentialDelay"], "exponentialDelay not supported yet");
        }
    }

    private static void Percentage(ValidationScope scope, ConfigValue percentage)
    {
        var value = percentage["value"].Number;
        if (value is < 0 or > 100 or (> 0 and < 0.0001))
        {
            scope.Error(percentage, $"percentage {GoText.Number(value)} is neither 0.0, nor in range [0.0001, 100.0]");
        }
    }
}
