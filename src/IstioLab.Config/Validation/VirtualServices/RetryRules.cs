using System.Globalization;
using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.VirtualServices;

/// <summary>The retry policy of a route.</summary>
internal static class RetryRules
{
    private static readonly HashSet<string> s_policies = new(
        [
            "5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "retriable-4xx", "refused-stream",
            "retriable-status-codes", "retriable-headers", "envoy-ratelimited", "http3-post-connect-failure",
            "cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable",
        ],
        StringComparer.Ordinal);

    private static readonly HashSet<int> s_otherStatus =
        [100, 101, 102, 103, 226, 421, 422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511];

    public static void Check(ValidationScope scope, ConfigValue retries)
    {
        if (!retries.Exists)
        {
            return;
        }

        var attempts = retries["attempts"].Whole;
        if (attempts < 0)
        {
            scope.Error(retries["attempts"], "attempts cannot be negative");
        }

        if (attempts == 0 && (retries.Has("perTryTimeout") || retries["retryOn"].Text.Length > 0 || retries.Has("retryRemoteLocalities")))
        {
            scope.Error(retries, "http retry policy configured when attempts are set to 0 (disabled)");
        }

        Duration(scope, retries["perTryTimeout"]);
        if (scope.Version.IsAtLeast(18))
        {
            Duration(scope, retries["backoff"]);
        }

        var policies = retries["retryOn"].Text;
        foreach (var policy in policies.Length == 0 ? [] : policies.Split(','))
        {
            if (!IsStatus(policy) && !s_policies.Contains(policy))
            {
                scope.Error(retries["retryOn"], $"{GoText.Quote(policy)} is not a valid retryOn policy");
            }
        }
    }

    private static void Duration(ValidationScope scope, ConfigValue duration)
    {
        if (duration.Exists)
        {
            scope.Check(duration, GoDuration.Error(duration.Text));
        }
    }

    /// <summary>Whether the text is a status code that HTTP has a name for.</summary>
    private static bool IsStatus(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var code)
        && (code is >= 200 and <= 208 or >= 300 and <= 305 or 307 or 308 or >= 400 and <= 418 || s_otherStatus.Contains(code));
}
