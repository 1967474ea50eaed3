using IstioLab.Config.Validation.Checks;

namespace IstioLab.Config.Validation.DestinationRules;

/// <summary>How endpoints are chosen.</summary>
internal static class LoadBalancerRules
{
    private const long MaxTableSize = 5000011;

    public static void Check(ValidationScope scope, ConfigValue settings, ConfigValue outlier)
    {
        if (!settings.Exists)
        {
            return;
        }

        ConsistentHash(scope, settings["consistentHash"]);
        LocalityRules.Check(scope, settings["localityLbSetting"], outlier.Exists);
        Warmup(scope, settings["warmup"]);
    }

    private static void ConsistentHash(ValidationScope scope, ConfigValue hash)
    {
        if (!hash.Exists)
        {
            return;
        }

        Cookie(scope, hash["httpCookie"]);
        if (hash["minimumRingSize"].Whole != 0)
        {
            scope.Warn(hash["minimumRingSize"], "consistent hash MinimumRingSize is deprecated, use ConsistentHashLB's RingHash configuration instead");
            if (hash.Has("ringHash") || hash.Has("maglev"))
            {
                scope.Error(hash, "only one of MinimumRingSize or Maglev/Ringhash can be specified");
            }
        }

        if (!scope.Version.IsAtLeast(18))
        {
            return;
        }

        var maglev = hash["maglev"];
        var size = maglev["tableSize"].Whole;
        if (maglev.Exists && size == 0)
        {
            scope.Error(maglev, "tableSize must be set for maglev");
        }

        if (size >= MaxTableSize)
        {
            scope.Error(maglev["tableSize"], "tableSize must be less than 5000011 for maglev");
        }

        if (maglev.Exists && !IsPrime(size))
        {
            scope.Error(maglev["tableSize"], "tableSize must be a prime number for maglev");
        }
    }

    private static void Cookie(ValidationScope scope, ConfigValue cookie)
    {
        if (!cookie.Exists)
        {
            return;
        }

        if (cookie["name"].Text.Length == 0)
        {
            scope.Error(cookie, "name required for HttpCookie");
        }

        if (!scope.Version.IsAtLeast(18) && !cookie.Has("ttl"))
        {
            scope.Error(cookie, "ttl required for HttpCookie");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in cookie["attributes"].Items)
        {
            var name = attribute["name"].Text;
            if (name.Length == 0)
            {
                scope.Error(attribute, "cookie attribute name cannot be empty");
            }
            else if (!names.Add(name))
            {
                scope.Error(attribute, $"duplicate cookie attribute name: {name}");
            }
        }
    }

    private static void Warmup(ValidationScope scope, ConfigValue warmup)
    {
        if (!warmup.Exists)
        {
            return;
        }

        if (!warmup.Has("duration"))
        {
            scope.Error(warmup, "duration is required");
        }

        DurationChecks.Check(scope, warmup["duration"]);
        if (warmup["minimumPercent"].Number > 100)
        {
            scope.Error(warmup["minimumPercent"], "minimumPercent value should be less than or equal to 100");
        }

        if (warmup.Has("aggression") && warmup["aggression"].Number < 1)
        {
            scope.Error(warmup["aggression"], "aggression should be greater than or equal to 1");
        }
    }

    /// <summary>As Envoy decides it: 1 passes.</summary>
    private static bool IsPrime(long number)
    {
        if (number is > 0 and < 4)
        {
            return true;
        }

        if (number % 2 == 0)
        {
            return false;
        }

        for (long factor = 3; factor * factor <= number; factor += 2)
        {
            if (number % factor == 0)
            {
                return false;
            }
        }

        return true;
    }
}
