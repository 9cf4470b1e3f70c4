using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("DaprShared.Aspire.Hosting.CommunityToolkit.Tests")]
