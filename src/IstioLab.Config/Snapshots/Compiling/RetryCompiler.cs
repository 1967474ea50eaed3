using System.Collections.Immutable;
using System.Globalization;
using IstioLab.Config.Discovery;
using IstioLab.Config.Istio;
using IstioLab.Config.Routing;

namespace IstioLab.Config.Snapshots.Compiling;

/// <summary>Makes retry policies with Istio's defaults. Follows <c>route/retry/retry.go</c>.</summary>
internal static class RetryCompiler
{
    private static readonly ImmutableArray<string> DefaultConditions =
        ["connect-failure", "refused-stream", "unavailable", "cancelled", "retriable-status-codes"];

    private static readonly RetryPolicy[] Defaults =
    [
        Default([], hashes: false), Default([], hashes: true), Default([503], hashes: false), Default([503], hashes: true),
    ];

    public static RetryPolicy? Compile(HttpRetry? retry, MeshSettings settings, bool hashes)
    {
        var wanted = retry ?? settings.DefaultRetries;
        var policy = Defaults[(settings.Release == IstioRelease.Istio117 ? 2 : 0) + (hashes ? 1 : 0)];
        if (wanted is null)
        {
            return policy;
        }

        if (wanted.Attempts <= 0)
        {
            return null;
        }

        policy = policy with
        {
            Attempts = wanted.Attempts,
            PerTryTimeout = wanted.PerTryTimeout ?? TimeSpan.Zero,
            RetryRemoteLocalities = wanted.RemoteLocalities,
            AvoidPreviousHosts = wanted.IgnorePreviousHosts ?? policy.AvoidPreviousHosts,
            BackOff = wanted.BackOff ?? policy.BackOff,
        };
        return wanted.RetryOn.Length == 0 ? policy : WithConditions(policy, wanted.RetryOn);
    }

    private static RetryPolicy Default(ImmutableArray<int> codes, bool hashes) =>
        new() { RetryOn = DefaultConditions, StatusCodes = codes, AvoidPreviousHosts = !hashes };

    private static RetryPolicy WithConditions(RetryPolicy policy, string retryOn)
    {
        var conditions = ImmutableArray.CreateBuilder<string>();
        var codes = ImmutableArray.CreateBuilder<int>();
        foreach (var part in retryOn.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && HttpStatuses.IsKnown(code))
            {
                codes.Add(code);
            }
            else
            {
                conditions.Add(part);
            }
        }

        if (codes.Count > 0 && !conditions.Contains("retriable-status-codes"))
        {
            conditions.Add("retriable-status-codes");
        }

        return policy with { RetryOn = conditions.ToImmutable(), StatusCodes = codes.ToImmutable() };
    }
}
