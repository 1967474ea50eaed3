using System.Text.Json.Nodes;
using IstioLab.Config.Yaml;

namespace IstioLab.Dummy.Clusters;

/// <summary>Plays k3d: a cluster is a file, as its containers, its network and its volume are.</summary>
internal static class DummyK3d
{
    public static async Task<int> RunAsync(DummyState state, string[] arguments)
    {
        state.Log("k3d", arguments);
        return arguments switch
        {
            ["version", "-o", "json"] => await state.PlayAsync("k3d-version")
                ?? Say($$"""{"k3d":"{{state.Read("k3d-version")?.Trim() ?? "v5.9.0"}}","k3s":"v1.35.5-k3s1"}"""),
            ["cluster", "list", "-o", "json"] => await state.PlayAsync("cluster-list") ?? Say(List(state)),
            ["cluster", "create", "-c", var file] => await CreateAsync(state, file),
            ["cluster", "start", var name, "--wait", "--timeout", _] => await StartAsync(state, name),
            ["cluster", "stop", var name] => Stop(state, name),
            ["cluster", "delete", var name] => await DeleteAsync(state, name),
            ["kubeconfig", "get", var name] => await KubeconfigAsync(state, name),
            ["image", "import", _, "-c", _, "-m", "direct"] => await state.PlayAsync("image-import") ?? 0,
            _ => DummyTools.RefuseFlags("k3d", arguments),
        };
    }

    private static async Task<int> CreateAsync(DummyState state, string file)
    {
        var text = await File.ReadAllTextAsync(file);
        if (K3dSchema.Check(text) is { } wrong)
        {
            return DummyTools.Refuse($"FATA[0000] Schema Validation failed for config file {file}: - {wrong}");
        }

        var root = YamlPaths.Root(text)!;
        var name = ((YamlScalar)root["metadata"]!["name"]!).Text;
        if (state.Has("cluster", name))
        {
            return DummyTools.Refuse($"FATA[0000] Failed to create cluster '{name}' because a cluster with that name already exists");
        }

        await Console.Error.WriteLineAsync("INFO[0000] Prep: Network");
        state.Add("network", $"k3d-{name}");
        state.Add("volume", $"k3d-{name}-images");
        await Console.Error.WriteLineAsync($"INFO[0001] Creating node 'k3d-{name}-server-0'");
        state.Add("container", $"k3d-{name}-server-0");
        state.Add("cluster", name, Entry(root, name).ToJsonString());
        if (await state.PlayAsync("cluster-create") is { } code)
        {
            return code;
        }

        state.Add("container", $"k3d-{name}-serverlb");
        await Console.Error.WriteLineAsync($"INFO[0009] Cluster '{name}' created successfully!");
        return 0;
    }

    // The casing is k3d's.
    private static JsonObject Entry(YamlNode root, string name)
    {
        var label = ((YamlScalar)((YamlSequence)root["options"]!["runtime"]!["labels"]!).Items[0]["label"]!).Text.Split('=', 2);
        return new JsonObject
        {
            ["name"] = name,
            ["nodes"] = new JsonArray(new JsonObject
            {
                ["name"] = $"k3d-{name}-server-0",
                ["role"] = "server",
                ["runtimeLabels"] = new JsonObject { ["k3d.cluster"] = name, [label[0]] = label[1] },
                ["serverOpts"] = new JsonObject
                {
                    ["kubeAPI"] = new JsonObject
                    {
                        ["Binding"] = new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = ((YamlScalar)root["kubeAPI"]!["hostPort"]!).Text },
                    },
                },
                ["State"] = new JsonObject { ["Running"] = true },
            }),
            ["serversRunning"] = 1,
            ["serversCount"] = 1,
            ["agentsRunning"] = 0,
            ["agentsCount"] = 0,
        };
    }

    private static string List(DummyState state) =>
        $"[{string.Join(',', state.List("cluster").Select(name => state.Read($"cluster.{name}")))}]";

    private static async Task<int> StartAsync(DummyState state, string name)
    {
        if (await state.PlayAsync("cluster-start") is { } code)
        {
            return code;
        }

        return Count(state, name, 1);
    }

    private static int Stop(DummyState state, string name) => Count(state, name, 0);

    private static int Count(DummyState state, string name, int running)
    {
        if (state.Read($"cluster.{name}") is not { } text)
        {
            return DummyTools.Refuse($"FATA[0000] No nodes found for given cluster {name}");
        }

        var entry = JsonNode.Parse(text)!.AsObject();
        entry["serversRunning"] = running;
        state.Add("cluster", name, entry.ToJsonString());
        return 0;
    }

    private static async Task<int> DeleteAsync(DummyState state, string name)
    {
        if (await state.PlayAsync("cluster-delete") is { } code)
        {
            return code;
        }

        state.Remove("cluster", name);
        foreach (var kind in (string[])["container", "network"])
        {
            foreach (var own in state.List(kind).Where(own => own.StartsWith($"k3d-{name}", StringComparison.Ordinal)).ToList())
            {
                state.Remove(kind, own);
            }
        }

        // A volume in use stays behind, as k3d's issue 932 tells.
        if (!state.Has("inuse", $"k3d-{name}-images") && !state.Has("stays", $"k3d-{name}-images"))
        {
            state.Remove("volume", $"k3d-{name}-images");
        }

        return 0;
    }

    private static async Task<int> KubeconfigAsync(DummyState state, string name)
    {
        if (await state.PlayAsync("kubeconfig") is { } code)
        {
            return code;
        }

        return state.Has("cluster", name) ? Say(state.Read("kubeconfig") ?? "") : DummyTools.Refuse($"FATA[0000] no cluster {name}");
    }

    private static int Say(string text)
    {
        Console.WriteLine(text);
        return 0;
    }
}
