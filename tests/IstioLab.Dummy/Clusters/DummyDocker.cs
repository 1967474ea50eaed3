namespace IstioLab.Dummy.Clusters;

/// <summary>Plays docker: its tables and what it removes.</summary>
internal static class DummyDocker
{
    private const string Engine = """
        Client: Docker Engine - Community
         Version:    27.3.1
        Server:
         Server Version: 27.3.1
         Cgroup Driver: systemd
         Cgroup Version: 2
         Operating System: Ubuntu 24.04.1 LTS
         OSType: linux
         Architecture: x86_64
         CPUs: 4
         Total Memory: 7.6GiB
         Docker Root Dir: /var/lib/docker
        """;

    public static async Task<int> RunAsync(DummyState state, string[] arguments)
    {
        state.Log("docker", arguments);
        return arguments switch
        {
            ["info"] => await InfoAsync(state),
            ["ps", .. var filters] => Table(state, filters, "CONTAINER ID   IMAGE   NAMES", "container", "c0ffee  rancher/k3s  {0}"),
            ["volume", "ls", .. var filters] => Table(state, filters, "DRIVER    VOLUME NAME", "volume", "local     {0}"),
            ["network", "ls", .. var filters] => Table(state, filters, "NETWORK ID     NAME      DRIVER    SCOPE", "network", "beef     {0}     bridge    local"),
            ["kill", var name] => state.Has("container", name) ? 0 : 1,
            ["rm", var name] => state.Remove("container", name) ? 0 : 1,
            ["volume", "rm", var name] => Keeps(state, name) || !state.Remove("volume", name) ? 1 : 0,
            ["network", "rm", var name] => state.Remove("network", name) ? 0 : 1,
            ["pull", var image] => await PullAsync(state, image),
            ["tag", var image, _] => state.Has("image", Encode(image)) ? 0 : DummyTools.Refuse($"Error response from daemon: No such image: {image}"),
            ["logs", var name] => Logs(state, name),
            _ => DummyTools.RefuseFlags("docker", arguments),
        };
    }

    private static bool Keeps(DummyState state, string volume) => state.Has("inuse", volume);

    private static async Task<int> InfoAsync(DummyState state)
    {
        if (await state.PlayAsync("docker-info") is { } code)
        {
            return code;
        }

        Console.WriteLine(state.Read("docker-info") ?? Engine);
        return 0;
    }

    private static int Table(DummyState state, string[] filters, string header, string kind, string row)
    {
        var wanted = "";
        for (var index = 0; index < filters.Length; index += 2)
        {
            if (filters[index] != "--filter" || index + 1 == filters.Length)
            {
                return DummyTools.RefuseFlags("docker", filters);
            }

            var filter = filters[index + 1];
            wanted = filter.StartsWith("label=k3d.cluster=", StringComparison.Ordinal) ? filter["label=k3d.cluster=".Length..]
                : filter.StartsWith("name=k3d-", StringComparison.Ordinal) ? filter["name=k3d-".Length..]
                : wanted;
        }

        Console.WriteLine(header);
        foreach (var name in state.List(kind).Where(name => name.StartsWith($"k3d-{wanted}", StringComparison.Ordinal)))
        {
            Console.WriteLine(row.Replace("{0}", name, StringComparison.Ordinal));
        }

        return 0;
    }

    private static async Task<int> PullAsync(DummyState state, string image)
    {
        if (await state.PlayAsync("docker-pull") is { } code)
        {
            return code;
        }

        state.Add("image", Encode(image));
        Console.WriteLine($"Status: Downloaded newer image for {image}");
        return 0;
    }

    private static int Logs(DummyState state, string name)
    {
        if (!state.Has("container", name))
        {
            return DummyTools.Refuse($"Error response from daemon: No such container: {name}");
        }

        for (var line = 1; line <= 30; line++)
        {
            Console.Error.WriteLine($"I1123 k3s log line {line}");
        }

        return 0;
    }

    private static string Encode(string image) => image.Replace('/', '_').Replace(':', '_');
}
