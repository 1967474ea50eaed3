using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using IstioLab.Config.Discovery;
using IstioLab.Config.Kubernetes;
using IstioLab.Config.Routing;
using IstioLab.Config.Snapshots;
using IstioLab.RouteBenchmark;

const int Services = 1_000;
const int Rules = 20;
var time = TimeProvider.System;
var output = Console.Out;
var client = new ProxyIdentity { Namespace = "shop" };
var objects = ConfigObjectReader.Read(MeshText.Services(Services) + MeshText.Rules(Services, Rules)).Objects;
output.WriteLine("| figure | on the clock | processor | limit |\n| --- | ---: | ---: | ---: |");

// Reading objects into typed form hangs on their identity, so each cold run gets objects of its own.
var cold = Measure.BestOfNew(
    time, 12,
    () => ConfigObjectReader.Read(MeshText.Services(Services) + MeshText.Rules(Services, Rules)).Objects,
    read => new SnapshotCompiler().Compile(MeshState.Empty.With(read), client, 1));
Print("compile 1,000 services with 1,000 VirtualServices of 20 rules, cold", cold, "200 ms");

var compiler = new SnapshotCompiler();
var state = MeshState.Empty.With(objects);
compiler.Compile(state, client, 1);
var changes = Enumerable.Range(0, 60).Select(index => ConfigObjectReader.Read(MeshText.Rule(index % Services, Rules, $"-{index}")).Objects).ToList();
var change = Measure.Best(time, changes.Count, run =>
{
    state = state.With(changes[run]);
    compiler.Compile(state, client, run);
});
Print("the same after a change of one VirtualService", change, "5 ms");

var pods = Enumerable.Range(0, 500).Select(index => client with
{
    PodName = $"pod-{index}",
    Address = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.200.{index >> 8}.{index & 255}")),
    Labels = new Dictionary<string, string> { ["app"] = $"s{index}" }.ToFrozenDictionary(),
}).ToList();
var more = Enumerable.Range(0, 10).Select(index => ConfigObjectReader.Read(MeshText.Rule(index, Rules, $"+{index}")).Objects).ToList();
var push = Measure.Best(time, more.Count, run =>
{
    state = state.With(more[run]);
    foreach (var pod in pods)
    {
        compiler.Compile(state, pod, run);
    }
});
Print("snapshots of 500 proxies after a change of one VirtualService", push, "");

var big = MeshState.Empty.With(ConfigObjectReader.Read(MeshText.Services(1) + MeshText.Rule(0, 10_000, "")).Objects);
PrintMatch("match at 10,000 rules on one host, the last rule", new SnapshotCompiler().Compile(big, client, 1), _ => "s0", "/nothing");
PrintMatch("the same, a rule in the middle", new SnapshotCompiler().Compile(big, client, 1), _ => "s0", "/p5000/x");
var wide = MeshState.Empty.With(ConfigObjectReader.Read(MeshText.Services(10_000)).Objects);
var hosts = Enumerable.Range(0, 10_000).Select(index => $"s{index}.shop.svc.cluster.local").ToArray();
PrintMatch("match at 10,000 hosts", new SnapshotCompiler().Compile(wide, client, 1), call => hosts[call % hosts.Length], "/x");
return 0;

void PrintMatch(string figure, ProxySnapshot snapshot, Func<int, string> host, string path)
{
    var routes = snapshot.Routes["80"];
    var headers = new PlainHeaders();
    var (nanoseconds, bytes) = Measure.PerCall(time, 10, 100_000, call =>
    {
        var request = new RequestInfo { Method = "GET", Scheme = "http", Authority = host(call), Path = path, Query = "", Headers = headers };
        if (routes.Match(in request).Route is null)
        {
            throw new InvalidOperationException($"'{figure}' meets no route.");
        }
    });
    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {figure} | {nanoseconds:0} ns, {bytes:0.##} bytes | | |"));
}

void Print(string figure, (double Clock, double Processor) best, string limit) =>
    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {figure} | {best.Clock:0.##} ms | {best.Processor:0.##} ms | {limit} |"));
