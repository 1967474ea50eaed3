using System.Collections.Frozen;
using IstioLab.Cluster.Embedded.Programs.Applets.Network;
using IstioLab.Cluster.Embedded.Programs.Applets.Network.Curl;
using IstioLab.Cluster.Embedded.Programs.Applets.Processes;
using IstioLab.Cluster.Embedded.Programs.Applets.Text;
using IstioLab.Cluster.Embedded.Programs.Shell;

namespace IstioLab.Cluster.Embedded.Programs.Applets;

/// <summary>All programs of the busybox image by name.</summary>
internal static class AppletTable
{
    /// <summary>The programs.</summary>
    public static FrozenDictionary<string, IProgram> All { get; } = Create();

    private static FrozenDictionary<string, IProgram> Create()
    {
        var all = new Dictionary<string, IProgram>(StringComparer.Ordinal)
        {
            ["sh"] = new ShellProgram(),
            ["ash"] = new ShellProgram(),
            ["echo"] = new Applet(EchoApplets.EchoAsync),
            ["printf"] = new Applet(EchoApplets.PrintfAsync),
            ["yes"] = new Applet(EchoApplets.YesAsync),
            ["seq"] = new Applet(EchoApplets.SeqAsync),
            ["cat"] = new Applet(CatApplets.CatAsync),
            ["tac"] = new Applet(CatApplets.TacAsync),
            ["tee"] = new Applet(CatApplets.TeeAsync),
            ["head"] = new Applet(CatApplets.HeadAsync),
            ["tail"] = new Applet(TailApplet.RunAsync),
            ["wc"] = new Applet(CatApplets.WcAsync),
            ["test"] = new Applet(TestApplet.RunAsync),
            ["["] = new Applet(TestApplet.RunAsync),
            ["[["] = new Applet(TestApplet.RunAsync),
            ["true"] = new Applet(static (_, _) => new(0)),
            ["false"] = new Applet(static (_, _) => new(1)),
            ["ps"] = new Applet(ProcessApplets.PsAsync),
            ["kill"] = new Applet(ProcessApplets.KillAsync),
            ["killall"] = new Applet(ProcessApplets.KillAllAsync),
            ["pkill"] = new Applet(ProcessApplets.KillAllAsync),
            ["pidof"] = new Applet(ProcessApplets.PidofAsync),
            ["pgrep"] = new Applet(ProcessApplets.PidofAsync),
            ["sleep"] = new Applet(ProcessApplets.SleepAsync),
            ["env"] = new Applet(ProcessApplets.EnvAsync),
            ["printenv"] = new Applet(ProcessApplets.PrintenvAsync),
            ["time"] = new Applet(ProcessApplets.TimeAsync),
            ["timeout"] = new Applet(ProcessApplets.TimeoutAsync),
            ["nohup"] = new Applet(ProcessApplets.NohupAsync),
            ["xargs"] = new Applet(ProcessApplets.XargsAsync),
            ["httpd"] = new Applet(HttpdApplet.RunAsync),
            ["curl"] = new Applet(CurlApplet.RunAsync),
        };
        return all.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
