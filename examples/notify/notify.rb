# Tells Prosody whose contacts have changed:  PROSODY_TOKEN=... ruby notify.rb john marie
require "json"
require "net/http"

URL = URI("#{ENV.fetch("PROSODY_URL", "http://127.0.0.1:5280")}/roster_admin/refresh")

# Gives whom it did not work for, and why. Raises where Prosody was not told: call again later.
def notify(usernames)
  headers = {
    "Host" => ENV.fetch("XMPP_HOST", "example.com"),
    "Authorization" => "Bearer #{ENV.fetch("PROSODY_TOKEN")}"
  }
  answer = Net::HTTP.start(URL.host, URL.port, use_ssl: URL.scheme == "https", read_timeout: 60, max_retries: 0) do |http|
    http.post(URL.path, usernames.to_json, headers)
  end
  failed = %w[200 500].include?(answer.code) ? JSON.parse(answer.body)["failed"] : nil
  # 500 with "failed": it worked for nobody. Any other status but 200: nobody was told.
  raise "#{answer.code} #{answer.body}" unless answer.code == "200" || failed
  failed || {}
end

begin
  failed = notify(ARGV)
rescue StandardError => error
  abort "Prosody was not told: #{error.message}"
end
abort "It did not work for all: #{failed}" unless failed.empty?
