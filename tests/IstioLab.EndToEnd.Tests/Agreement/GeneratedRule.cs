using System.Text.Json.Nodes;

namespace IstioLab.EndToEnd.Tests.Agreement;

/// <summary>One entry of <c>spec.http</c>, with the kinds of match and action that it holds.</summary>
internal sealed record GeneratedRule(JsonObject Json, IReadOnlyList<GeneratedMatch> Matches, IReadOnlyList<string> Actions)
{
    public static readonly string[] AllActions =
    [
        "destination", "subset", "weights", "unknown subset", "unknown host", "redirect", "direct response", "abort", "delay", "rewrite path",
        "rewrite by regex", "rewrite authority", "request headers", "destination headers", "host header", "response headers", "header operators", "cors", "cors by prefix",
        "foreign preflights ignored", "mirror", "two mirrors", "timeout", "retries", "redirect port", "redirect to the request's port", "destination port",
        "delegate",
    ];

    /// <summary>A rule that another VirtualService goes on with.</summary>
    public static GeneratedRule CreateDelegate(string name, Dice dice)
    {
        List<GeneratedMatch> matches = dice.Happens(50) ? [] : [new GeneratedMatch(new JsonObject { ["uri"] = new JsonObject { ["prefix"] = "/anything" } }, ["uri prefix"])];
        var json = new JsonObject { ["delegate"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" } };
        if (matches.Count > 0)
        {
            json["match"] = new JsonArray([.. matches.Select(match => match.Json)]);
        }

        return new GeneratedRule(json, matches, []);
    }

    public static GeneratedRule Create(string host, Dice dice, bool catchesAll)
    {
        var json = new JsonObject();
        List<GeneratedMatch> matches = [];
        if (!catchesAll)
        {
            for (var left = dice.Any(1, 1, 2); left > 0; left--)
            {
                matches.Add(GeneratedMatch.Create(dice));
            }

            json["match"] = new JsonArray([.. matches.Select(match => match.Json)]);
        }

        var actions = new List<string>();
        var kind = dice.Number(12);
        if (kind < 2)
        {
            Redirect(json, dice, actions);
        }
        else if (kind == 2)
        {
            json["directResponse"] = new JsonObject { ["status"] = dice.Any(200, 404, 418, 503), ["body"] = new JsonObject { ["string"] = dice.Any("short", "longer text") } };
            actions.Add("direct response");
        }
        else
        {
            Forward(json, host, dice, actions);
        }

        Headers(json, dice, actions, forwards: kind > 2);
        return new GeneratedRule(json, matches, actions);
    }

    private static void Redirect(JsonObject json, Dice dice, List<string> actions)
    {
        var redirect = new JsonObject { ["redirectCode"] = dice.Any(301, 302, 303, 307, 308) };
        redirect[dice.Any("uri", "authority")] = dice.Any("/elsewhere", "/elsewhere?z=1");
        if (redirect.ContainsKey("authority"))
        {
            redirect["authority"] = "moved.example";
        }

        if (dice.Happens(30))
        {
            redirect["scheme"] = "https";
        }

        switch (dice.Number(3))
        {
            case 0:
                redirect["port"] = dice.Any(8443, 80);
                actions.Add("redirect port");
                break;
            case 1:
                redirect["derivePort"] = "FROM_REQUEST_PORT";
                actions.Add("redirect to the request's port");
                break;
            default:
                break;
        }

        json["redirect"] = redirect;
        actions.Add("redirect");
    }

    private static void Forward(JsonObject json, string host, Dice dice, List<string> actions)
    {
        var weighted = dice.Happens(30);
        JsonArray routes = weighted
            ? [Destination(host, "v1", dice.Any(1, 30)), Destination(host, "v2", dice.Any(1, 50)), Destination(host, "v3", dice.Any(0, 20))]
            : [Single(host, dice, actions)];
        if (weighted)
        {
            actions.Add("weights");
        }

        json["route"] = routes;
        if (dice.Happens(25))
        {
            Rewrite(json, dice, actions);
        }

        if (dice.Happens(15))
        {
            Fault(json, dice, actions);
        }

        if (dice.Happens(20))
        {
            Cors(json, dice, actions);
        }

        if (dice.Happens(12))
        {
            json["mirror"] = new JsonObject { ["host"] = "mirror", ["port"] = new JsonObject { ["number"] = 80 } };
            actions.Add("mirror");
        }
        else if (dice.Happens(10))
        {
            json["mirrors"] = new JsonArray(Mirror(100), Mirror(dice.Any(0, 50)));
            actions.Add("two mirrors");
        }

        if (dice.Happens(15))
        {
            json["retries"] = new JsonObject { ["attempts"] = dice.Any(0, 1, 3), ["retryOn"] = dice.Any("gateway-error", "5xx,reset"), ["backoff"] = "1ms" };
            if ((int)json["retries"]!["attempts"]! == 0)
            {
                json["retries"] = new JsonObject { ["attempts"] = 0 };
            }

            actions.Add("retries");
        }

        if (dice.Happens(12))
        {
            json["timeout"] = "30s";
            actions.Add("timeout");
        }
    }

    private static void Cors(JsonObject json, Dice dice, List<string> actions)
    {
        var policy = new JsonObject { ["allowMethods"] = new JsonArray("GET", "POST") };
        if (dice.Happens(50))
        {
            policy["allowOrigins"] = new JsonArray(new JsonObject { ["exact"] = Words.Origins[0] });
            actions.Add("cors");
        }
        else
        {
            policy["allowOrigins"] = new JsonArray(new JsonObject { [dice.Any("prefix", "regex")] = dice.Any("http://good", "http://good.example") });
            policy["allowCredentials"] = dice.Happens(50);
            actions.Add("cors by prefix");
        }

        if (dice.Happens(50))
        {
            policy["unmatchedPreflights"] = "IGNORE";
            actions.Add("foreign preflights ignored");
        }

        json["corsPolicy"] = policy;
    }

    private static JsonObject Mirror(int percent) => new()
    {
        ["destination"] = new JsonObject { ["host"] = "mirror", ["port"] = new JsonObject { ["number"] = 80 } },
        ["percentage"] = new JsonObject { ["value"] = percent },
    };

    private static JsonObject Destination(string host, string subset, int weight) => new()
    {
        ["destination"] = new JsonObject { ["host"] = host, ["subset"] = subset },
        ["weight"] = weight,
    };

    private static JsonObject Single(string host, Dice dice, List<string> actions)
    {
        var destination = new JsonObject { ["host"] = host };
        var route = new JsonObject { ["destination"] = destination };
        switch (dice.Number(8))
        {
            case 0:
                destination["subset"] = "v9";
                actions.Add("unknown subset");
                break;
            case 1:
                destination["host"] = "nowhere";
                actions.Add("unknown host");
                break;
            case < 5:
                destination["subset"] = dice.Any("v1", "v2", "v3");
                actions.Add("subset");
                break;
            default:
                actions.Add("destination");
                break;
        }

        if (dice.Happens(15))
        {
            destination["port"] = new JsonObject { ["number"] = dice.Any(80, 8080) };
            actions.Add("destination port");
        }

        if (dice.Happens(20))
        {
            route["headers"] = new JsonObject { ["request"] = Operations(dice, actions), ["response"] = new JsonObject { ["set"] = new JsonObject { ["x-destination"] = "set" } } };
            actions.Add("destination headers");
        }

        return route;
    }

    private static void Rewrite(JsonObject json, Dice dice, List<string> actions)
    {
        var rewrite = new JsonObject();
        switch (dice.Number(3))
        {
            case 0:
                rewrite["uri"] = dice.Any("/anything/new", "/anything/new/");
                actions.Add("rewrite path");
                break;
            case 1:
                rewrite["uriRegexRewrite"] = new JsonObject { ["match"] = "/anything/?([a-c]*)(.*)", ["rewrite"] = @"/anything/new\2-\1" };
                actions.Add("rewrite by regex");
                break;
            default:
                break;
        }

        if (rewrite.Count == 0 || dice.Happens(50))
        {
            rewrite["authority"] = "rewritten.example";
            actions.Add("rewrite authority");
        }

        json["rewrite"] = rewrite;
    }

    private static void Fault(JsonObject json, Dice dice, List<string> actions)
    {
        var fault = new JsonObject();
        if (dice.Happens(60))
        {
            fault["abort"] = new JsonObject { ["httpStatus"] = dice.Any(500, 503, 429), ["percentage"] = new JsonObject { ["value"] = dice.Any(100, 100, 50, 0) } };
            actions.Add("abort");
        }

        if (fault.Count == 0 || dice.Happens(30))
        {
            fault["delay"] = new JsonObject { ["fixedDelay"] = "1ms", ["percentage"] = new JsonObject { ["value"] = dice.Any(100, 50) } };
            actions.Add("delay");
        }

        json["fault"] = fault;
    }

    private static void Headers(JsonObject json, Dice dice, List<string> actions, bool forwards)
    {
        var headers = new JsonObject();
        if (forwards && dice.Happens(25))
        {
            headers["request"] = Operations(dice, actions);
            actions.Add("request headers");
        }
        else if (forwards && dice.Happens(10) && json["rewrite"]?["authority"] is null)
        {
            headers["request"] = new JsonObject { ["set"] = new JsonObject { ["Host"] = "header.example" } };
            actions.Add("host header");
        }

        if (dice.Happens(20))
        {
            headers["response"] = new JsonObject { ["set"] = new JsonObject { ["x-rule"] = dice.Any("set", "%RESPONSE_CODE%-%PROTOCOL%") }, ["remove"] = new JsonArray("x-nothing") };
            actions.Add("response headers");
        }

        if (headers.Count > 0)
        {
            json["headers"] = headers;
        }
    }

    private static JsonObject Operations(Dice dice, List<string> actions)
    {
        var operations = new JsonObject();
        if (dice.Happens(60))
        {
            operations["set"] = new JsonObject { [dice.Any("x-one", "x-new")] = dice.Any("set", "other", Words.Operators) };
        }

        if (operations.ToJsonString().Contains('%'))
        {
            actions.Add("header operators");
        }

        if (dice.Happens(40))
        {
            operations["add"] = new JsonObject { [dice.Any("x-two", "x-added")] = "added" };
        }

        if (operations.Count == 0 || dice.Happens(30))
        {
            operations["remove"] = new JsonArray(dice.Any("x-one", "x-two"));
        }

        return operations;
    }
}
